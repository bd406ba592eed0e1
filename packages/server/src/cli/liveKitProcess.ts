import { freeTCPPort, freeUDPPort } from './freePort.ts'
import { startKeptProcess, type KeptProcess } from './keptProcess.ts'
import { developmentKeys, type LiveKitSource } from './liveKitFinder.ts'

/** The three ports of a LiveKit server: signalling (HTTP and WebSocket), media over TCP, media over UDP. */
export interface LiveKitPorts {
  readonly http: number
  readonly tcp: number
  readonly udp: number
}

/** What may be set for {@link startLiveKit}. */
export interface LiveKitOptions {
  /** Where LiveKit reports what happens in its rooms: the call server's `/livekit/webhook`. */
  readonly webhookURLs?: readonly string[]
  /** Default: free ones. Given to start a server again at the same place. */
  readonly ports?: LiveKitPorts
  /** It must answer within so long. Default 20 s. */
  readonly readyTimeoutMs?: number
}

/** A LiveKit server that answers. */
export interface RunningLiveKit {
  /** For browsers and for the call server alike, `ws://…`. */
  readonly url: string
  readonly apiKey: string
  readonly apiSecret: string
  /** Undefined for a server that ran already. */
  readonly ports?: LiveKitPorts
  /** Resolves if it ends, with the newest lines it wrote. Never, for a server that ran already. */
  readonly ended: Promise<readonly string[]>
  /** Ends it and waits until it is gone; leaves a server alone that ran already. */
  stop(): Promise<void>
}

/**
 * The configuration, as YAML (JSON is YAML). `auto_create` off: only the call server makes rooms, so that no leaked token
 * revives the room of an ended call.
 */
export function liveKitConfig(ports: LiveKitPorts, webhookURLs: readonly string[]): string {
  return JSON.stringify({
    port: ports.http,
    rtc: { tcp_port: ports.tcp, udp_port: ports.udp },
    room: { auto_create: false },
    ...(webhookURLs.length > 0 && { webhook: { api_key: developmentKeys.apiKey, urls: webhookURLs } }),
  })
}

/** The command that starts a source on loopback addresses only. */
export function liveKitCommand(
  source: Exclude<LiveKitSource, { kind: 'running' }>,
  ports: LiveKitPorts,
  webhookURLs: readonly string[],
  platform: NodeJS.Platform = process.platform,
): readonly [command: string, ...args: string[]] {
  const configured = (bind: string, urls: readonly string[]) => {
    const body = liveKitConfig(ports, urls)
    return ['--dev', '--bind', bind, '--node-ip', '127.0.0.1', '--config-body', body]
  }
  if (source.kind === 'program') return [source.path, ...configured('127.0.0.1', webhookURLs)]
  const run = [source.docker, 'run', '--rm', '--init'] as const
  if (platform === 'linux') return [...run, '--network', 'host', source.image, ...configured('127.0.0.1', webhookURLs)]
  // Docker runs in a virtual machine there: ports are let through one by one, and the host has a name of its own.
  const published = [`${ports.http}:${ports.http}`, `${ports.tcp}:${ports.tcp}`, `${ports.udp}:${ports.udp}/udp`]
  const hosted = webhookURLs.map((url) => url.replace(/\/\/(127\.0\.0\.1|localhost)\b/, '//host.docker.internal'))
  return [
    ...run,
    ...published.flatMap((each) => ['-p', `127.0.0.1:${each}`]),
    source.image,
    ...configured('0.0.0.0', hosted),
  ]
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok
  } catch {
    return false
  }
}

/** Resolves with true at the first answer, with false if the process ends first or the time is up. */
async function isReady(url: string, kept: KeptProcess, timeoutMs: number): Promise<boolean> {
  const over = new AbortController()
  void kept.ended.then(() => over.abort())
  const deadline = Date.now() + timeoutMs
  while (!over.signal.aborted && Date.now() < deadline) {
    if (await answers(url)) return !over.signal.aborted
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return false
}

/**
 * Starts what {@link findLiveKit} found, for development: on loopback addresses, with the development keys. It ends with
 * this process, whatever way this process ends. Resolves once it answers.
 *
 * @throws Error with the server's last lines if it does not come up
 */
export async function startLiveKit(source: LiveKitSource, options: LiveKitOptions = {}): Promise<RunningLiveKit> {
  if (source.kind === 'running') {
    const { url, apiKey, apiSecret } = source
    return { url, apiKey, apiSecret, ended: new Promise(() => undefined), stop: () => Promise.resolve() }
  }
  const ports = options.ports ?? { http: await freeTCPPort(), tcp: await freeTCPPort(), udp: await freeUDPPort() }
  const [command, ...args] = liveKitCommand(source, ports, options.webhookURLs ?? [])
  const kept = startKeptProcess(command, args)
  if (!(await isReady(`http://127.0.0.1:${ports.http}/`, kept, options.readyTimeoutMs ?? 20_000))) {
    await kept.stop()
    throw new Error(['LiveKit did not come up. Its last lines:', ...kept.lines().slice(-10)].join('\n  '))
  }
  return {
    url: `ws://127.0.0.1:${ports.http}`,
    ...developmentKeys,
    ports,
    ended: kept.ended.then(() => kept.lines()),
    stop: () => kept.stop(),
  }
}

import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freeTCPPort, freeUDPPort } from '../../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { findHAProxy } from '../../scripts/haproxy.ts'
import { findRedis } from '../../scripts/redis.ts'
import { exampleEnvironment, mountedFile, readCompose, type Service } from './composeFile.ts'

const root = resolve(import.meta.dirname, '../..')
const cli = join(root, 'packages/server/dist/cli/ringkit.js')

/** A service of the compose file as a process of this machine. */
export interface Running {
  /** As `kill -9`. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the milliseconds until it was gone. */
  terminate(): Promise<number>
  /** What it wrote so far. */
  output(): string
}

/** What `docker compose up` would start, without Docker. */
export interface Topology {
  /** Where clients connect. */
  url: string
  /** Of a call server itself. */
  nodeURL(name: string): string
  nodeNames: readonly string[]
  secret: string
  liveKit: { url: string; apiKey: string; apiSecret: string }
  processes: Map<string, Running>
  start(name: string): Promise<void>
  stop(): Promise<void>
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child: ChildProcess = spawn(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (output += data.toString()))
  child.on('error', (error) => (output += error.message))
  const gone = once(child, 'close')
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await gone
  }
  return {
    kill: () => end('SIGKILL'),
    async terminate() {
      const from = performance.now()
      await end('SIGTERM')
      return performance.now() - from
    },
    output: () => output,
  }
}

async function until(what: string, is: () => Promise<boolean>, running: Running): Promise<void> {
  const deadline = performance.now() + 30_000
  while (!(await is().catch(() => false))) {
    if (performance.now() > deadline) throw new Error(`${what} did not come up:\n${running.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok

/** In containers each service has an address of its own; here each has ports of its own. */
async function portsOf(services: Record<string, Service>) {
  const hosts = Object.entries(services).map(
    ([name, { networks }]) => [name, [name, ...(networks?.default.aliases ?? [])]] as const,
  )
  const inside = { balancer: [4000], redis: [6379], livekit: [7880, 7881, 7882] } as const
  const ports = new Map<string, number>()
  for (const [name] of hosts) {
    const own = name in inside ? inside[name as keyof typeof inside] : [Number(services[name]?.environment.PORT)]
    for (const port of own) ports.set(`${name}:${port}`, await (port === 7882 ? freeUDPPort() : freeTCPPort(0)))
  }
  const portOf = (name: string, port: number) => {
    const mapped = ports.get(`${name}:${port}`)
    if (mapped === undefined) throw new Error(`${name} has no port ${port}`)
    return mapped
  }
  /** Every `host:port` of a service in a text is this machine's. */
  const here = (text: string) => {
    let mapped = text
    for (const [name, aliases] of hosts)
      for (const alias of aliases)
        mapped = mapped.replaceAll(
          new RegExp(`(?<![\\w.-])${alias.replaceAll('.', '\\.')}:(\\d+)`, 'g'),
          (_all, port: string) => `127.0.0.1:${portOf(name, Number(port))}`,
        )
    return mapped
  }
  return { portOf, here }
}

/** Starts every service of the compose file with its environment and its configuration; only addresses differ. */
export async function startTopology(): Promise<Topology> {
  const secret = 'a secret of at least thirty-two bytes'
  const env = exampleEnvironment(secret)
  const services = readCompose(env)
  const { portOf, here } = await portsOf(services)
  const [redisServer, haproxy, liveKit] = [await findRedis(), await findHAProxy(), await findLiveKit()]
  if (liveKit.kind !== 'program') throw new Error('this test needs LiveKit as a program')
  const directory = mkdtempSync(join(tmpdir(), 'ringkit-deploy-'))
  const service = (name: string): Service => {
    const found = services[name]
    if (!found) throw new Error(`the compose file has no service ${name}`)
    return found
  }
  const environmentOf = (name: string) =>
    Object.fromEntries(Object.entries(service(name).environment).map(([key, value]) => [key, here(value)]))
  const { PATH = '' } = process.env

  function configured(name: string, path: string, adapt: (text: string) => string): string {
    const file = join(directory, path.split('/').at(-1) ?? name)
    writeFileSync(file, adapt(here(mountedFile(service(name), path))))
    return file
  }

  const starts: Record<string, () => Promise<Running>> = {
    async redis() {
      const [, ...args] = (service('redis').command ?? '').split(' ')
      const port = String(portOf('redis', 6379))
      const place = ['--port', port, '--bind', '127.0.0.1', '--dir', directory]
      const running = run(redisServer, [...args, ...place], { PATH })
      await until('redis', async () => running.output().includes('Ready to accept connections'), running)
      return running
    },
    async livekit() {
      const [flag = '', path = ''] = (service('livekit').command ?? '').split(' ')
      const file = configured('livekit', path, (text) =>
        text.replaceAll(/(port: )(\d+)/g, (_all, key: string, port: string) => key + portOf('livekit', Number(port))),
      )
      const running = run(liveKit.path, [flag, file, '--bind', '127.0.0.1'], { PATH, ...environmentOf('livekit') })
      await until('LiveKit', () => answers(`http://127.0.0.1:${portOf('livekit', 7880)}/`), running)
      return running
    },
    async balancer() {
      const file = configured('balancer', '/usr/local/etc/haproxy/haproxy.cfg', (text) =>
        text.replace('bind :4000', `bind 127.0.0.1:${portOf('balancer', 4000)}`),
      )
      const running = run(haproxy, ['-f', file], { PATH })
      await until('HAProxy', () => answers(`${url}/readyz`), running)
      return running
    },
  }
  const nodeNames = Object.keys(services).filter((name) => name.startsWith('call-server'))
  const nodeURL = (name: string) => `http://127.0.0.1:${portOf(name, Number(service(name).environment.PORT))}`
  for (const name of nodeNames)
    starts[name] = async () => {
      // Of the variables only the port differs: both containers have the same one.
      const own = { ...environmentOf(name), PORT: new URL(nodeURL(name)).port }
      const running = run(process.execPath, [cli, 'serve'], { PATH, ...own })
      await until(name, () => answers(`${nodeURL(name)}/readyz`), running)
      return running
    }
  const url = `http://127.0.0.1:${portOf('balancer', 4000)}`
  const processes = new Map<string, Running>()

  async function start(name: string): Promise<void> {
    const begin = starts[name]
    if (!begin) throw new Error(`how does ${name} start?`)
    processes.set(name, await begin())
  }
  async function stop(): Promise<void> {
    await Promise.all([...processes.values()].map((each) => each.kill()))
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await start('redis')
    await Promise.all(['livekit', ...nodeNames].map(start))
    await start('balancer')
    // A service that nobody starts here would be one nobody has tried.
    for (const name of Object.keys(services)) if (!processes.has(name)) throw new Error(`${name} was not started`)
  } catch (error) {
    await stop()
    throw error
  }
  const {
    RINGKIT_LIVEKIT_URL = '',
    RINGKIT_LIVEKIT_API_KEY = '',
    RINGKIT_LIVEKIT_API_SECRET = '',
  } = environmentOf(nodeNames[0] ?? '')
  return {
    url,
    nodeURL,
    nodeNames,
    secret,
    liveKit: {
      url: RINGKIT_LIVEKIT_URL,
      apiKey: RINGKIT_LIVEKIT_API_KEY,
      apiSecret: RINGKIT_LIVEKIT_API_SECRET,
    },
    processes,
    start,
    stop,
  }
}

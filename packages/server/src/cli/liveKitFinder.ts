import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { findOnPath, isProgram } from './findOnPath.ts'
import { downloadLiveKit, officialReleases, releaseArchive } from './liveKitArchive.ts'
import { runProgram } from './runProgram.ts'

/** The LiveKit server that Ringkit is built and tested with. */
export const liveKitVersion = '1.13.5'

/** The key and secret of every LiveKit server in development mode. */
export const developmentKeys = { apiKey: 'devkey', apiSecret: 'secret' } as const

/** A LiveKit server that was found: one that runs already, a program, or a Docker image. */
export type LiveKitSource =
  | { readonly kind: 'running'; readonly url: string; readonly apiKey: string; readonly apiSecret: string }
  | { readonly kind: 'program'; readonly path: string }
  | { readonly kind: 'image'; readonly docker: string; readonly image: string }

/** What the search depends on. */
export interface SearchContext {
  readonly env: NodeJS.ProcessEnv
  readonly platform: NodeJS.Platform
  readonly architecture: NodeJS.Architecture
  /** Where a program is kept for later runs. */
  readonly keptProgram: string
  /** Where the release archives lie. */
  readonly releases: string
  /** Each network source has so long to answer. */
  readonly answerTimeoutMs: number
  /** Gets a line on what is being done, when it takes long. */
  readonly report: (line: string) => void
}

/** One way to come by a LiveKit server: `find` gives the server, or the reason why not, in a few words. */
export interface Way {
  readonly name: string
  readonly find: (context: SearchContext) => Promise<LiveKitSource | string> | LiveKitSource | string
}

/** The search went through every way in vain; the message names them all, each with its reason. */
export class LiveKitNotFound extends Error {
  override readonly name = 'LiveKitNotFound'
}

/** `$XDG_CACHE_HOME/ringkit`, by default `~/.cache/ringkit`. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ringkit')
}

/** True for what `go version` says of Go 1.21 or later, which fetches the toolchain that a module asks for. */
export function canFetchToolchain(goVersion: string): boolean {
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(goVersion) ?? []
  return major !== undefined && minor !== undefined && (Number(major) > 1 || Number(minor) >= 21)
}

const given: Way = {
  name: 'LIVEKIT_URL (with LIVEKIT_API_KEY and LIVEKIT_API_SECRET) of a server that runs already',
  find({ env }) {
    if (!env.LIVEKIT_URL) return 'not set'
    return {
      kind: 'running',
      url: env.LIVEKIT_URL,
      apiKey: env.LIVEKIT_API_KEY || developmentKeys.apiKey,
      apiSecret: env.LIVEKIT_API_SECRET || developmentKeys.apiSecret,
    }
  },
}

const onPath: Way = {
  name: '`livekit-server` on PATH',
  find({ env }) {
    const path = findOnPath(['livekit-server'], env)
    return path === undefined ? 'not there' : { kind: 'program', path }
  },
}

const kept: Way = {
  name: 'one kept from an earlier run',
  find({ keptProgram }) {
    return isProgram(keptProgram) ? { kind: 'program', path: keptProgram } : `no ${keptProgram}`
  },
}

const archive: Way = {
  name: `the official release archive of LiveKit ${liveKitVersion}`,
  async find({ platform, architecture, releases, keptProgram, answerTimeoutMs, report }) {
    const found = releaseArchive(liveKitVersion, platform, architecture, releases)
    if (found === undefined) return `there is none for ${platform} on ${architecture}`
    report(`Fetching ${found.url}`)
    try {
      await downloadLiveKit(found, { target: keptProgram, answerTimeoutMs })
    } catch (error) {
      return reason(error)
    }
    return { kind: 'program', path: keptProgram }
  },
}

// The path that LiveKit's go.mod declares; the repository's own, github.com/livekit/livekit, is refused by Go.
const goModule = 'github.com/livekit/livekit-server'

const goInstall: Way = {
  name: `\`go install ${goModule}/cmd/server@v${liveKitVersion}\` (Go 1.21 or later)`,
  async find({ env, keptProgram, answerTimeoutMs, report }) {
    const go = findOnPath(['go'], env)
    if (go === undefined) return 'Go is not on PATH'
    const version = await runProgram(go, ['version'], { env, timeoutMs: answerTimeoutMs })
    if (!canFetchToolchain(version.output)) return `Go is too old or does not run: ${version.output.trim()}`

    await mkdir(dirname(keptProgram), { recursive: true })
    // A directory of its own: outside any module, and nobody sees a half-written program.
    const work = await mkdtemp(`${keptProgram}-`)
    try {
      const asked = { cwd: work, env: { GOTOOLCHAIN: 'auto', ...env, GOBIN: work } }
      const module = `${goModule}@v${liveKitVersion}`
      const known = await runProgram(go, ['list', '-m', module], { ...asked, timeoutMs: answerTimeoutMs })
      if (known.timedOut) return `the module source did not answer within ${answerTimeoutMs / 1000} s`
      if (known.status !== 0) return lastLine(known.output)

      report(`Building LiveKit ${liveKitVersion} with Go: about 3 minutes, this once`)
      const onTick = (seconds: number) => report(`… still building LiveKit, ${seconds} s so far`)
      const command = `${goModule}/cmd/server@v${liveKitVersion}`
      const built = await runProgram(go, ['install', command], { ...asked, onTick })
      if (built.status !== 0) return `the build failed: ${lastLine(built.output)}`
      await rename(join(work, env.OS === 'Windows_NT' ? 'server.exe' : 'server'), keptProgram)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
    return { kind: 'program', path: keptProgram }
  },
}

const docker: Way = {
  name: 'Docker',
  async find({ env, answerTimeoutMs, report }) {
    const program = findOnPath(['docker'], env)
    if (program === undefined) return 'not on PATH'
    const image = `livekit/livekit-server:v${liveKitVersion}`
    const daemon = await runProgram(program, ['version'], { env, timeoutMs: answerTimeoutMs })
    if (daemon.status !== 0) return daemon.timedOut ? 'its daemon does not answer' : lastLine(daemon.output)
    const here = await runProgram(program, ['image', 'inspect', image], { env, timeoutMs: answerTimeoutMs })
    if (here.status !== 0) {
      report(`Fetching the image ${image}`)
      const onTick = (seconds: number) => report(`… still fetching ${image}, ${seconds} s so far`)
      const pulled = await runProgram(program, ['pull', image], { env, firstOutputTimeoutMs: answerTimeoutMs, onTick })
      if (pulled.status !== 0) return pulled.timedOut ? 'the image source does not answer' : lastLine(pulled.output)
    }
    return { kind: 'image', docker: program, image }
  },
}

/** The ways, in the order in which they are tried. */
export const ways: readonly Way[] = [given, onPath, kept, archive, goInstall, docker]

/**
 * Goes through the ways until one finds a server, and reports which it was.
 *
 * @throws LiveKitNotFound when none does
 */
export async function searchInOrder(tried: readonly Way[], context: SearchContext): Promise<LiveKitSource> {
  const inVain: string[] = []
  for (const way of tried) {
    const found = await way.find(context)
    if (typeof found !== 'string') {
      context.report(`LiveKit: ${way.name}: ${sourceName(found)}`)
      return found
    }
    inVain.push(`  - ${way.name}: ${found}`)
  }
  throw new LiveKitNotFound(
    ['No LiveKit server was found. Any one of these gives one, tried in this order:', ...inVain].join('\n'),
  )
}

/**
 * Finds a LiveKit server for development on this machine, fetching or building one if need be: `LIVEKIT_URL`,
 * `livekit-server` on PATH, one kept from an earlier run, the official archive, `go install`, Docker.
 *
 * @param options - what differs from this process's environment, platform and the defaults (5 s for a source to answer;
 * reports to standard error)
 * @throws LiveKitNotFound when there is none, with a message for the person at the keyboard
 */
export function findLiveKit(options: Partial<SearchContext> = {}): Promise<LiveKitSource> {
  const env = options.env ?? process.env
  const { platform, arch } = process
  const program = `livekit-server-${liveKitVersion}-${platform}-${arch}${platform === 'win32' ? '.exe' : ''}`
  return searchInOrder(ways, {
    env,
    platform,
    architecture: arch,
    keptProgram: join(cacheDirectory(env), program),
    releases: officialReleases,
    answerTimeoutMs: 5000,
    report: (line) => void process.stderr.write(`${line}\n`),
    ...options,
  })
}

function sourceName(source: LiveKitSource): string {
  return source.kind === 'running' ? source.url : source.kind === 'program' ? source.path : source.image
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1) ?? ''
}

import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { runProgram } from './runProgram.ts'

/** The official builds. */
export const officialReleases = 'https://github.com/livekit/livekit/releases/download'

/** Where one release of LiveKit's server lies, for one platform. */
export interface ReleaseArchive {
  readonly fileName: string
  readonly url: string
  readonly checksumsURL: string
  /** The program's name inside the archive. */
  readonly program: string
}

/** What may be set for {@link downloadLiveKit}. */
export interface DownloadOptions {
  /** The program is put here, executable. Its directory is made. */
  readonly target: string
  /** Each request has so long to answer. */
  readonly answerTimeoutMs: number
  /** A download that brings no byte for so long is given up. Default 30 s. */
  readonly stallTimeoutMs?: number
}

const systems: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', win32: 'windows' }
const processors: Partial<Record<NodeJS.Architecture, string>> = { x64: 'amd64', arm64: 'arm64', arm: 'armv7' }

/** The archive for a platform; undefined where LiveKit publishes none (macOS among them). */
export function releaseArchive(
  version: string,
  platform: NodeJS.Platform,
  architecture: NodeJS.Architecture,
  releases: string = officialReleases,
): ReleaseArchive | undefined {
  const system = systems[platform]
  const processor = processors[architecture]
  if (system === undefined || processor === undefined) return undefined
  const fileName = `livekit_${version}_${system}_${processor}.${platform === 'win32' ? 'zip' : 'tar.gz'}`
  return {
    fileName,
    url: `${releases}/v${version}/${fileName}`,
    checksumsURL: `${releases}/v${version}/checksums.txt`,
    program: platform === 'win32' ? 'livekit-server.exe' : 'livekit-server',
  }
}

/** The SHA-256 that a release's `checksums.txt` gives for a file, in lower-case hex. */
export function checksumOf(checksums: string, fileName: string): string | undefined {
  const line = checksums.split('\n').find((each) => each.trim().split(/\s+\*?/)[1] === fileName)
  const checksum = line?.trim().split(/\s+/)[0]?.toLowerCase()
  return checksum !== undefined && /^[0-9a-f]{64}$/.test(checksum) ? checksum : undefined
}

/** A request and the way to end it: `response.body` fails with the reason given to `aborter`. */
interface Answer {
  readonly response: Response
  readonly aborter: AbortController
}

async function answer(url: string, answerTimeoutMs: number): Promise<Answer> {
  const aborter = new AbortController()
  const late = () => aborter.abort(new Error(`no answer within ${answerTimeoutMs / 1000} s`))
  const timer = setTimeout(late, answerTimeoutMs)
  try {
    const response = await fetch(url, { signal: aborter.signal })
    if (!response.ok) throw new Error(`${url} answered ${response.status}`)
    return { response, aborter }
  } finally {
    clearTimeout(timer)
  }
}

async function* body({ response, aborter }: Answer, stallTimeoutMs: number) {
  if (response.body === null) throw new Error('an empty answer')
  const stalled = () => aborter.abort(new Error(`the download brought nothing for ${stallTimeoutMs / 1000} s`))
  let timer = setTimeout(stalled, stallTimeoutMs)
  try {
    for await (const chunk of response.body) {
      clearTimeout(timer)
      timer = setTimeout(stalled, stallTimeoutMs)
      yield chunk
    }
  } finally {
    clearTimeout(timer)
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/**
 * Fetches an archive, checks it against the release's checksums and unpacks the program.
 * The program appears at its place whole or not at all.
 *
 * @throws Error that says what went wrong; then nothing is left behind
 */
export async function downloadLiveKit(archive: ReleaseArchive, options: DownloadOptions): Promise<void> {
  await mkdir(dirname(options.target), { recursive: true })
  const work = await mkdtemp(`${options.target}-`)
  const stallTimeoutMs = options.stallTimeoutMs ?? 30_000
  try {
    const checksums = await answer(archive.checksumsURL, options.answerTimeoutMs)
    const expected = checksumOf(await text(body(checksums, stallTimeoutMs)), archive.fileName)
    if (expected === undefined) throw new Error(`checksums.txt does not name ${archive.fileName}`)

    const file = join(work, archive.fileName)
    const packed = await answer(archive.url, options.answerTimeoutMs)
    await pipeline(body(packed, stallTimeoutMs), createWriteStream(file))
    const actual = await sha256(file)
    if (actual !== expected) {
      throw new Error(`the checksum of ${archive.fileName} is ${actual}, not ${expected} as published: not used`)
    }

    // Windows, too, has had a tar since 2018; it reads zip files.
    const unpacked = await runProgram('tar', ['-xf', archive.fileName, archive.program], { cwd: work })
    if (unpacked.status !== 0) throw new Error(`${archive.fileName} could not be unpacked: ${unpacked.output.trim()}`)
    await chmod(join(work, archive.program), 0o755)
    await rename(join(work, archive.program), options.target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freeTCPPort } from './freePort.ts'
import {
  cacheDirectory,
  canFetchToolchain,
  findLiveKit,
  LiveKitNotFound,
  searchInOrder,
  ways,
  type SearchContext,
  type Way,
} from './liveKitFinder.ts'

test.each([
  ['go version go1.21.0 linux/amd64', true],
  ['go version go1.26.8 linux/amd64', true],
  ['go version go2.0 linux/amd64', true],
  ['go version go1.20.14 darwin/arm64', false],
  ['go version go1.19 linux/amd64', false],
  ['go: command not found', false],
])('%s: fetches a toolchain: %s', (version, can) => expect(canFetchToolchain(version)).toBe(can))

test('the cache is where the user keeps caches', () => {
  expect(cacheDirectory({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/ringkit')
  expect(cacheDirectory({ XDG_CACHE_HOME: '' })).toMatch(/\.cache\/ringkit$/)
})

test('the ways are tried in the documented order', () => {
  const words = ['LIVEKIT_URL', 'on PATH', 'earlier run', 'archive', 'go install', 'Docker']
  expect(ways).toHaveLength(words.length)
  words.forEach((word, index) => expect(ways[index]?.name).toContain(word))
})

describe('searching', () => {
  let directory: string
  let reported: string[]
  let context: SearchContext

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ringkit-finder-'))
    await mkdir(join(directory, 'bin'))
    reported = []
    context = {
      env: { PATH: join(directory, 'bin') },
      platform: 'linux',
      architecture: 'x64',
      keptProgram: join(directory, 'cache', 'livekit-server'),
      // Nobody listens there: the archive source refuses at once.
      releases: `http://127.0.0.1:${await freeTCPPort()}`,
      answerTimeoutMs: 10_000,
      report: (line) => reported.push(line),
    }
  })

  afterEach(() => rm(directory, { recursive: true }))

  /** A program on PATH, made of shell. */
  async function program(name: string, body: string, place = join(directory, 'bin')): Promise<string> {
    await mkdir(place, { recursive: true })
    const path = join(place, name)
    await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${body}\n`)
    await chmod(path, 0o755)
    return path
  }

  test('the first way that finds one is taken and told; later ones are not tried', async () => {
    const tried: string[] = []
    const way = (name: string, found: 'no' | 'yes'): Way => ({
      name,
      find: () => (tried.push(name), found === 'yes' ? { kind: 'program', path: `/${name}` } : 'no'),
    })
    const found = await searchInOrder([way('a', 'no'), way('b', 'yes'), way('c', 'yes')], context)
    expect(found).toEqual({ kind: 'program', path: '/b' })
    expect(tried).toEqual(['a', 'b'])
    expect(reported).toEqual(['LiveKit: b: /b'])
  })

  test('LIVEKIT_URL comes first, with the development keys unless told otherwise', async () => {
    await program('livekit-server', '')
    const env = { ...context.env, LIVEKIT_URL: 'wss://live.example' }
    expect(await findLiveKit({ ...context, env })).toEqual({
      kind: 'running',
      url: 'wss://live.example',
      apiKey: 'devkey',
      apiSecret: 'secret',
    })
    const own = { ...env, LIVEKIT_API_KEY: 'k', LIVEKIT_API_SECRET: 's' }
    expect(await findLiveKit({ ...context, env: own })).toMatchObject({ apiKey: 'k', apiSecret: 's' })
  })

  test('a program on PATH comes before one kept', async () => {
    const onPath = await program('livekit-server', '')
    const kept = await program('livekit-server', '', join(directory, 'cache'))
    expect(await findLiveKit(context)).toEqual({ kind: 'program', path: onPath })
    await rm(onPath)
    expect(await findLiveKit(context)).toEqual({ kind: 'program', path: kept })
  })

  test('Go builds it, and it is kept', async () => {
    const log = join(directory, 'go.log')
    await program(
      'go',
      `echo "$@" >> ${log}
case "$1" in
  version) echo go version go1.21.0 linux/amd64 ;;
  install) printf '#!/bin/sh\\necho built\\n' > "$GOBIN/server"; chmod +x "$GOBIN/server" ;;
esac`,
    )
    expect(await findLiveKit(context)).toEqual({ kind: 'program', path: context.keptProgram })
    expect((await readFile(log, 'utf8')).trim().split('\n')).toEqual([
      'version',
      'list -m github.com/livekit/livekit-server@v1.13.5',
      'install github.com/livekit/livekit-server/cmd/server@v1.13.5',
    ])
    expect(await readdir(join(directory, 'cache'))).toEqual(['livekit-server'])
    expect(reported.join('\n')).toContain('about 3 minutes')
    expect(reported.at(-1)).toContain('go install')
  })

  test('an old Go is not asked to build', async () => {
    await program('go', 'echo go version go1.20 linux/amd64')
    await expect(findLiveKit(context)).rejects.toThrow('Go is too old or does not run: go version go1.20 linux/amd64')
  })

  test('a module source that does not answer is given up', async () => {
    await program('go', 'if [ "$1" = version ]; then echo go version go1.22.0; else exec sleep 30; fi')
    await expect(findLiveKit({ ...context, answerTimeoutMs: 2000 })).rejects.toThrow(
      'the module source did not answer within 2 s',
    )
  })

  test('a build that fails is told with its last line', async () => {
    await program(
      'go',
      `case "$1" in version) echo go version go1.22.0;; install) echo 'no space left' >&2; exit 1;; esac`,
    )
    await expect(findLiveKit(context)).rejects.toThrow('the build failed: no space left')
    expect(await readdir(join(directory, 'cache'))).toEqual([])
  })

  test('Docker comes last: its image is fetched where it is not there', async () => {
    const log = join(directory, 'docker.log')
    const docker = await program('docker', `echo "$@" >> ${log}; [ "$1" != image ]`)
    const image = 'livekit/livekit-server:v1.13.5'
    expect(await findLiveKit(context)).toEqual({ kind: 'image', docker, image })
    expect(await readFile(log, 'utf8')).toBe(`version\nimage inspect ${image}\npull ${image}\n`)
  })

  test('a Docker without its daemon is none', async () => {
    await program('docker', 'echo "Cannot connect to the Docker daemon" >&2; exit 1')
    await expect(findLiveKit(context)).rejects.toThrow('Docker: Cannot connect to the Docker daemon')
  })

  test('with nothing to be had, one message names every way with its reason', async () => {
    const failure = await findLiveKit(context).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(LiveKitNotFound)
    const { message } = failure instanceof Error ? failure : new Error('none')
    expect(message.split('\n')).toHaveLength(1 + ways.length)
    for (const way of ways) expect(message).toContain(way.name)
    expect(message).toContain('ECONNREFUSED')
  })
})

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isProgram } from './findOnPath.ts'
import { checksumOf, downloadLiveKit, releaseArchive, type ReleaseArchive } from './liveKitArchive.ts'
import { runProgram } from './runProgram.ts'

test.each([
  ['linux', 'x64', 'livekit_1.2.3_linux_amd64.tar.gz'],
  ['linux', 'arm64', 'livekit_1.2.3_linux_arm64.tar.gz'],
  ['linux', 'arm', 'livekit_1.2.3_linux_armv7.tar.gz'],
  ['win32', 'x64', 'livekit_1.2.3_windows_amd64.zip'],
  ['darwin', 'arm64', undefined],
  ['linux', 's390x', undefined],
] as const)('the archive for %s on %s is %s', (platform, architecture, fileName) => {
  const archive = releaseArchive('1.2.3', platform, architecture)
  expect(archive?.fileName).toBe(fileName)
  const place = 'https://github.com/livekit/livekit/releases/download/v1.2.3'
  expect(archive?.url).toBe(fileName && `${place}/${fileName}`)
})

test('a checksum is read by the whole file name', () => {
  const [a, b] = ['a'.repeat(64), 'B'.repeat(64)]
  const text = `${a}  x.tar.gz\n${b} *y.tar.gz\nshort  z.tar.gz\n`
  expect(checksumOf(text, 'x.tar.gz')).toBe(a)
  expect(checksumOf(text, 'y.tar.gz')).toBe(b.toLowerCase())
  expect(checksumOf(text, 'tar.gz')).toBeUndefined()
  expect(checksumOf(text, 'z.tar.gz')).toBeUndefined()
})

describe('downloading', () => {
  const script = '#!/bin/sh\necho "a small livekit-server"\n'
  let directory: string
  let server: Server
  let archive: ReleaseArchive
  let target: string
  let packed: Buffer

  async function serve(listener: RequestListener): Promise<void> {
    server = createServer(listener)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const found = releaseArchive('1.2.3', 'linux', 'x64', `http://127.0.0.1:${address.port}`)
    if (found === undefined) throw new Error('no archive')
    archive = found
  }

  /** A release as it should be; `checksum` replaces the true one. */
  const release =
    (checksum = createHash('sha256').update(packed).digest('hex')): RequestListener =>
    ({ url }, response) => {
      if (url === '/v1.2.3/checksums.txt') response.end(`${checksum}  livekit_1.2.3_linux_amd64.tar.gz\n`)
      else if (url === '/v1.2.3/livekit_1.2.3_linux_amd64.tar.gz') response.end(packed)
      else response.writeHead(404).end()
    }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'ringkit-archive-'))
    target = join(directory, 'cache', 'livekit-server-1.2.3')
    await writeFile(join(directory, 'livekit-server'), script, { mode: 0o644 })
    await writeFile(join(directory, 'LICENSE'), 'free')
    await runProgram('tar', ['-czf', 'a.tar.gz', 'LICENSE', 'livekit-server'], { cwd: directory })
    packed = await readFile(join(directory, 'a.tar.gz'))
  })

  afterEach(async () => {
    server.closeAllConnections()
    server.close()
    await rm(directory, { recursive: true })
  })

  const download = (limits = {}) => downloadLiveKit(archive, { target, answerTimeoutMs: 10_000, ...limits })

  /** Nothing at the target and no work directory beside it. */
  const expectNothingLeft = async () => expect(await readdir(join(directory, 'cache'))).toEqual([])

  test('the program is there, whole and executable, and nothing else', async () => {
    await serve(release())
    await download()
    expect(await readFile(target, 'utf8')).toBe(script)
    expect(isProgram(target)).toBe(true)
    expect((await runProgram(target, [])).output).toBe('a small livekit-server\n')
    expect(await readdir(join(directory, 'cache'))).toEqual(['livekit-server-1.2.3'])
  })

  test('an archive with another checksum is not used', async () => {
    await serve(release('0'.repeat(64)))
    await expect(download()).rejects.toThrow(/checksum .* not 0{64} as published/)
    await expectNothingLeft()
  })

  test('a release whose checksums do not name the archive is not used', async () => {
    await serve(release('not-a-checksum'))
    await expect(download()).rejects.toThrow('checksums.txt does not name livekit_1.2.3_linux_amd64.tar.gz')
    await expectNothingLeft()
  })

  test('a release that is not there is told', async () => {
    await serve((_, response) => response.writeHead(404).end())
    await expect(download()).rejects.toThrow(/checksums.txt answered 404/)
    await expectNothingLeft()
  })

  test('a source that does not answer in time is given up', async () => {
    await serve(() => undefined)
    await expect(download({ answerTimeoutMs: 100 })).rejects.toThrow('no answer within 0.1 s')
    await expectNothingLeft()
  })

  test('a download that stops half-way is given up', async () => {
    await serve((request, response) => {
      if (request.url?.endsWith('checksums.txt')) release()(request, response)
      else response.writeHead(200, { 'content-length': packed.length }).write(packed.subarray(0, 10))
    })
    await expect(download({ stallTimeoutMs: 200 })).rejects.toThrow('the download brought nothing for 0.2 s')
    await expectNothingLeft()
  })

  test('something else than an archive, with its true checksum, is told', async () => {
    packed = Buffer.from('no archive')
    await serve(release())
    await expect(download()).rejects.toThrow('could not be unpacked')
    await expectNothingLeft()
  })
})

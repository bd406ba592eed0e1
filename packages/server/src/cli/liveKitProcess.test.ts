import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveKitCommand, liveKitConfig, startLiveKit } from './liveKitProcess.ts'

const ports = { http: 1, tcp: 2, udp: 3 }
const hook = 'http://127.0.0.1:4000/livekit/webhook'

test('rooms are never made by joining, and the call server hears of them', () => {
  expect(JSON.parse(liveKitConfig(ports, [hook]))).toEqual({
    port: 1,
    rtc: { tcp_port: 2, udp_port: 3 },
    room: { auto_create: false },
    webhook: { api_key: 'devkey', urls: [hook] },
  })
  expect(JSON.parse(liveKitConfig(ports, []))).not.toHaveProperty('webhook')
})

test('a program is bound to the loopback address', () => {
  const command = liveKitCommand({ kind: 'program', path: '/bin/livekit-server' }, ports, [hook])
  expect(command.slice(0, -1).join(' ')).toBe(
    '/bin/livekit-server --dev --bind 127.0.0.1 --node-ip 127.0.0.1 --config-body',
  )
})

test('an image shares the network on Linux, and has its ports published elsewhere', () => {
  const source = { kind: 'image', docker: '/bin/docker', image: 'livekit' } as const
  expect(liveKitCommand(source, ports, [hook], 'linux').join(' ')).toMatch(
    /^\/bin\/docker run --rm --init --network host livekit --dev --bind 127\.0\.0\.1 .*127\.0\.0\.1:4000/,
  )
  expect(liveKitCommand(source, ports, [hook], 'darwin').join(' ')).toMatch(
    /-p 127\.0\.0\.1:1:1 -p 127\.0\.0\.1:2:2 -p 127\.0\.0\.1:3:3\/udp livekit --dev --bind 0\.0\.0\.0 .*host\.docker\.internal:4000/,
  )
})

test('a server that runs already is taken as it is, and left running', async () => {
  const source = { kind: 'running', url: 'wss://live.example', apiKey: 'k', apiSecret: 's' } as const
  const running = await startLiveKit(source)
  expect(running).toMatchObject({ url: 'wss://live.example', apiKey: 'k', apiSecret: 's' })
  expect(running.ports).toBeUndefined()
  await running.stop()
})

let directory: string
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'ringkit-livekit-'))))
afterAll(() => rm(directory, { recursive: true }))

async function program(body: string): Promise<string> {
  const path = join(directory, `p${Math.abs(body.length)}.cjs`)
  await writeFile(path, `#!${process.execPath}\n${body}\n`)
  await chmod(path, 0o755)
  return path
}

test('it is up once its port answers, and gone after stop', async () => {
  const path = await program(`
    const { port } = JSON.parse(process.argv.at(-1))
    require('node:http').createServer((_, response) => response.end('OK')).listen(port, '127.0.0.1')`)
  const running = await startLiveKit({ kind: 'program', path })
  expect(running).toMatchObject({ apiKey: 'devkey', apiSecret: 'secret' })
  const address = running.url.replace('ws:', 'http:')
  expect((await fetch(address)).ok).toBe(true)
  await running.stop()
  await expect(fetch(address)).rejects.toThrow()
})

test('one that ends at once is told with its last lines', async () => {
  const path = await program(`console.error('port taken'); process.exit(1)`)
  await expect(startLiveKit({ kind: 'program', path })).rejects.toThrow(/did not come up[\s\S]*port taken/)
})

test('one that never answers is ended and told', async () => {
  const path = await program('setInterval(() => {}, 1000)')
  await expect(startLiveKit({ kind: 'program', path }, { readyTimeoutMs: 500 })).rejects.toThrow('did not come up')
})

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findRedis, type RedisContext } from './redis.ts'

let directory: string
let context: RedisContext

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'ringkit-redis-'))
  context = {
    env: { PATH: directory },
    exists: () => false,
    mayInstall: false,
    install: () => Promise.reject(new Error('must not be called')),
    report: () => undefined,
  }
})
afterEach(() => rm(directory, { recursive: true }))

async function put(): Promise<string> {
  const path = join(directory, 'redis-server')
  await writeFile(path, '')
  await chmod(path, 0o755)
  return path
}

test('REDIS_SERVER_PATH comes first, and a wrong one is an error', async () => {
  await put()
  const env = { ...context.env, REDIS_SERVER_PATH: '/my/redis' }
  expect(await findRedis({ ...context, env, exists: () => true })).toBe('/my/redis')
  await expect(findRedis({ ...context, env })).rejects.toThrow('REDIS_SERVER_PATH is /my/redis, and nothing is there')
})

test("then PATH, then Debian's package where it may be installed", async () => {
  const install = async () => void (await put())
  const path = await findRedis({ ...context, mayInstall: true, install })
  expect(path).toBe(join(directory, 'redis-server'))
  expect(await findRedis(context)).toBe(path)
})

test('with none to be had, one message names every way with its reason', async () => {
  await expect(findRedis(context)).rejects.toThrow(/REDIS_SERVER_PATH[\s\S]*PATH[\s\S]*not as root/)
  const install = () => Promise.reject(new Error('apt-get install failed: no network'))
  await expect(findRedis({ ...context, mayInstall: true, install })).rejects.toThrow('no network')
})

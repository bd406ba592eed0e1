import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRedisServer, type RedisServer } from '../../../../scripts/redisServer.ts'
import { newID } from '../newID.ts'
import { redisStore, type RedisStore } from '../redisStore.ts'
import { ownInstallation, sharedInstallation } from './installation.ts'

let redis: RedisServer
const stores: RedisStore[] = []
beforeAll(async () => {
  redis = await startRedisServer()
}, 60_000)
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()))
  await redis.stop()
})

function node(prefix: string) {
  const store = redisStore({ url: redis.url, prefix })
  stores.push(store)
  return sharedInstallation(store.shared)
}

test('every process with a store of its own is an installation of its own', async () => {
  const [one, two] = [ownInstallation(), ownInstallation()]
  expect(one.isOurs(await one.metadata())).toBe(true)
  expect(one.isOurs(await two.metadata())).toBe(false)
  expect(one.isOurs('')).toBe(false)
})

test('nodes on one store are one installation, from the first moment; those on another are not', async () => {
  const prefix = newID()
  const nodes = Array.from({ length: 5 }, () => node(prefix))
  const metadata = new Set(await Promise.all(nodes.map((each) => each.metadata())))
  expect(metadata.size).toBe(1)
  const [name = ''] = metadata
  expect(nodes.every((each) => each.isOurs(name))).toBe(true)
  expect(node(newID()).isOurs(name)).toBe(false)
})

test('one node tidies at a time, and the keys end by themselves', async () => {
  const prefix = newID()
  const nodes = [node(prefix), node(prefix), node(prefix)]
  const may = () => Promise.all(nodes.map((each) => each.mayTidy(60_000)))
  expect((await may()).filter(Boolean)).toHaveLength(1)
  expect((await may()).filter(Boolean)).toHaveLength(0)
  for (const key of await redis.keys()) expect(Number(await redis.ask('PTTL', key)), key).toBeGreaterThan(0)
})

test('N5: a store that has lost everything gets the name back, and rooms of any name it had stay ours', async () => {
  const prefix = newID()
  const [old, other] = [node(prefix), node(prefix)]
  const name = await old.metadata()
  await other.metadata()
  await redis.ask('FLUSHALL')
  await old.mayTidy(1)
  expect(await node(prefix).metadata()).toBe(name)
  await redis.ask('FLUSHALL')
  const newcomer = node(prefix)
  const renamed = await newcomer.metadata()
  expect(renamed).not.toBe(name)
  await other.mayTidy(1)
  expect([name, renamed].map((each) => other.isOurs(each))).toEqual([true, true])
  expect(await other.metadata()).toBe(renamed)
})

import { expect, test } from 'vitest'
import { createWire } from '../../packages/server/src/testing/wire.ts'
import { after, startChaos } from './nodes.ts'

test('N4: Redis with its data on disk is restarted: calls and rings go on', async () => {
  const chaos = await startChaos({ redis: { keepsData: true } })
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  const [c, d] = [await chaos.person('c', 0), await chaos.person('d', 1)]
  await chaos.connected(a, b)
  await c.engine.call({ userIDList: ['d'], type: 'audio', timeout: 60 })
  await d.until('ringing')
  await chaos.redis.restart(1000)
  const from = performance.now()
  // Sent while the nodes are still looking for it.
  await d.engine.accept()
  expect(performance.now() - from).toBeLessThan(5000)
  await c.until('connected')
  await a.engine.hangup()
  await c.engine.hangup()
  await chaos.expectEnd(a, b, c, d)
})

test('N5: Redis comes back empty: every side hears one end, logins stay, new calls work', async () => {
  const chaos = await startChaos()
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  const [c, d] = [await chaos.person('c', 0), await chaos.person('d', 1)]
  await chaos.connected(a, b)
  await c.engine.call({ userIDList: ['d'], type: 'audio' })
  await d.until('ringing')
  await chaos.redis.restart()
  await Promise.all([a, b, c, d].map((each) => each.until('idle')))
  for (const each of [a, b]) expect(each.heard.of('CALLING_END')).toMatchObject([{ userID: '', reason: 'error' }])
  for (const each of [c, d]) expect(each.heard.of('CALL_NOT_CONNECTED')).toMatchObject([{ reason: 'error' }])
  await chaos.expectEnd(a, b, c, d)
  for (const each of [a, b]) each.heard.clear()
  await chaos.connected(a, b)
  await b.engine.hangup()
  await chaos.expectEnd(a, b)
})

test('N6: Redis hangs for 5 s: nobody is offline through that, and what was asked meanwhile is answered', async () => {
  const chaos = await startChaos()
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  const [c, d] = [await chaos.person('c', 0), await chaos.person('d', 1)]
  await chaos.connected(a, b)
  await c.engine.call({ userIDList: ['d'], type: 'audio' })
  await d.until('ringing')
  await chaos.redis.pause()
  const from = performance.now()
  const accepted = d.engine.accept()
  await after(5000)
  chaos.redis.resume()
  await accepted
  expect(performance.now() - from).toBeLessThan(10_000)
  await c.until('connected')
  // Longer than a grace.
  await after(11_000)
  expect([a, b, c, d].map((each) => each.status())).toEqual(Array.from({ length: 4 }, () => 'connected'))
  await a.engine.hangup()
  await c.engine.hangup()
  await chaos.expectEnd(a, b, c, d)
})

test('T6: Redis hangs over a deadline: it is met once, at once when Redis answers again', async () => {
  const chaos = await startChaos()
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  await a.engine.call({ userIDList: ['b'], type: 'audio', timeout: 2 })
  await b.until('ringing')
  await chaos.redis.pause()
  await after(4000)
  chaos.redis.resume()
  const from = performance.now()
  await Promise.all([a.until('idle'), b.until('idle')])
  expect(performance.now() - from).toBeLessThan(1000)
  expect(a.heard.of('NO_RESP')).toHaveLength(1)
  await chaos.expectEnd(a, b)
})

test('N7: one node alone is cut off from Redis: it is not ready, its people move in their grace, calls go on', async () => {
  const chaos = await startChaos({ each: [{}] })
  const wire = await createWire(chaos.redis.url)
  const cutOff = await chaos.start({ redisURL: wire.url.replace('http', 'redis') })
  const [a, b] = [await chaos.person('a', 1), await chaos.person('b', 0)]
  await chaos.connected(a, b)
  b.heard.clear()
  // Packets are dropped without a word.
  wire.freeze()
  await after(2000)
  expect(await cutOff.isReady()).toBe(false)
  await a.heard.until('RECONNECTED')
  await after(12_000)
  expect([a.status(), b.status()]).toEqual(['connected', 'connected'])
  expect(b.heard.names()).toEqual([])
  wire.mend()
  while (!(await cutOff.isReady())) await after(100)
  await a.engine.hangup()
  await chaos.expectEnd(a, b)
  await wire.close()
})

test('N8: Redis forgets all scripts under load: no command fails', async () => {
  const chaos = await startChaos()
  const pairs = await Promise.all(
    [0, 1, 2, 3].map(async (index) => ({
      a: await chaos.person(`a${index}`, 0),
      b: await chaos.person(`b${index}`, 1),
    })),
  )
  let isOver = false
  const calls = pairs.map(async ({ a, b }, index) => {
    let count = 0
    do {
      await a.engine.call({ userIDList: [`b${index}`], type: 'audio' })
      await b.until('ringing')
      await b.engine.accept()
      await a.until('connected')
      await b.engine.hangup()
      await Promise.all([a.until('idle'), b.until('idle')])
      count += 1
    } while (!isOver)
    return { count, ends: [a.ends().length, b.ends().length] }
  })
  for (let round = 0; round < 2; round += 1) {
    await after(500)
    await chaos.redis.ask('SCRIPT', 'FLUSH')
  }
  await after(500)
  isOver = true
  for (const { count, ends } of await Promise.all(calls)) expect(ends).toEqual([count, count])
})

test('the connections to Redis are cut again and again: each side hears one end', async () => {
  const chaos = await startChaos()
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  const cut = () => chaos.redis.ask('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
  for (let round = 0; round < 5; round += 1) {
    for (const each of [a, b]) each.heard.clear()
    const placed = a.engine.call({ userIDList: ['b'], type: 'audio' })
    await cut()
    await placed
    await b.until('ringing')
    const accepted = b.engine.accept()
    await cut()
    await accepted
    await a.until('connected')
    const ended = a.engine.hangup()
    await cut()
    await ended
    await chaos.expectEnd(a, b)
    expect(a.heard.of('USER_ACCEPT')).toHaveLength(1)
  }
})

test('Redis comes back with what it had a while ago: calls that went on since end with an error, and nobody stays busy', async () => {
  const chaos = await startChaos()
  const [a, b] = [await chaos.person('a', 0), await chaos.person('b', 1)]
  const [c, d] = [await chaos.person('c', 0), await chaos.person('d', 1)]
  const [e, f] = [await chaos.person('e', 0), await chaos.person('f', 1)]
  await a.engine.call({ userIDList: ['b'], type: 'audio', timeout: 60 })
  await b.until('ringing')
  await chaos.connected(c, d)
  await chaos.connected(e, f)
  await chaos.redis.ask('SAVE')
  // Lost: one accept, and one hang-up that both have heard of.
  await b.engine.accept()
  await a.heard.until('USER_ENTER')
  await c.engine.hangup()
  await d.until('idle')
  await chaos.redis.restart()
  await Promise.all([a.until('idle'), b.until('idle')])
  for (const each of [a, b]) expect(each.heard.of('CALLING_END')).toMatchObject([{ userID: '', reason: 'error' }])
  // What was not touched goes on.
  expect([e.status(), f.status()]).toEqual(['connected', 'connected'])
  await e.engine.hangup()
  const places = () => chaos.redis.ask('EXISTS', `{${chaos.prefix}}:user:c`, `{${chaos.prefix}}:user:d`)
  await expect.poll(places, { timeout: 12_000 }).toBe(0)
  await chaos.expectEnd(a, b, c, d, e, f)
  for (const each of [b, c]) each.heard.clear()
  await chaos.connected(c, b)
  await b.engine.hangup()
  await chaos.expectEnd(b, c)
})

/** LiveKit dies under calls of real browsers. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { CallEvent } from '@ringkit/core'
import { eventually, startLiveKitChaos } from './liveKitChaos.ts'
import { startPages, type PageOfSomebody } from './liveKitPeople.ts'
import { after } from './nodes.ts'

let pages: Awaited<ReturnType<typeof startPages>>
beforeAll(async () => {
  pages = await startPages()
})
afterEach(() => pages.closeAll())
afterAll(() => pages.end())

/** Two browsers at different nodes that see each other. */
async function connected(chaos: Awaited<ReturnType<typeof startLiveKitChaos>>): Promise<PageOfSomebody[]> {
  const [ann, bob] = await Promise.all([
    pages.open(chaos.nodes[0]?.url ?? '', 'ann'),
    pages.open(chaos.nodes[1]?.url ?? '', 'bob'),
  ])
  await ann.calls('bob', 'video')
  await bob.accepts()
  await Promise.all([ann.frameAfter(0), bob.frameAfter(0)])
  return [ann, bob]
}

const begun = ['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER']

/** What is told from now on: a busy machine may have reconnected while it entered the room. */
async function newsOf(person: PageOfSomebody) {
  await person.page.waitForFunction(() => !somebody.engine.store.getState().reconnecting.media)
  const before = await person.story()
  const story = async () => (await person.story()).slice(before.length)
  return {
    story,
    /** Resolves when it is told for the first time from now on. */
    heard: (event: CallEvent) => eventually(async () => (await story()).includes(event), 20_000),
  }
}

test('N9: LiveKit is killed and back after 3 s: the same room, media within 10 s, the call goes on', async () => {
  const chaos = await startLiveKitChaos()
  const [ann, bob] = await connected(chaos)
  if (!ann || !bob) throw new Error('two people')
  const before = (await chaos.liveKit.rooms.listRooms()).map(({ name }) => name)
  const [annsNews, bobsNews] = [await newsOf(ann), await newsOf(bob)]
  await chaos.liveKit.kill()
  await after(3000)
  await chaos.liveKit.start()
  const back = Date.now()
  const seen = await Promise.all([ann.frameAfter(back), bob.frameAfter(back)])
  console.log(`N9: frames again ${seen.map((at) => Math.round(at - back)).join(' and ')} ms after LiveKit is back`)
  for (const at of seen) expect(at - back).toBeLessThan(10_000)
  expect((await chaos.liveKit.rooms.listRooms()).map(({ name }) => name)).toEqual(before)
  await Promise.all([annsNews.heard('RECONNECTED'), bobsNews.heard('RECONNECTED')])
  expect(await annsNews.story()).toEqual(['RECONNECTING', 'RECONNECTED'])
  await ann.hangsUp()
  expect((await bob.heard('CALLING_END')).payload).toMatchObject({ userID: 'ann', reason: 'hangup' })
})

test('N10: LiveKit is gone for good: after 30 s the call ends with error, once, for both', async () => {
  const chaos = await startLiveKitChaos()
  const [ann, bob] = await connected(chaos)
  if (!ann || !bob) throw new Error('two people')
  const silent = await chaos.pair('bot', 'audio', { hasRoom: false })
  const { story } = await newsOf(ann)
  await chaos.liveKit.kill()
  const lost = Date.now()
  const ends = await Promise.all([ann.heard('CALLING_END'), bob.heard('CALLING_END')])
  console.log(`N10: CALLING_END ${ends.map(({ at }) => Math.round(at - lost)).join(' and ')} ms after the loss`)
  for (const { at, payload } of ends) {
    expect(payload).toMatchObject({ userID: '', reason: 'error' })
    expect(at - lost).toBeGreaterThan(29_500)
    expect(at - lost).toBeLessThan(33_500)
  }
  expect(await story()).toEqual(['RECONNECTING', 'CALLING_END'])
  // Who needs no room is not concerned.
  expect(silent.map(({ call }) => call?.me.status)).toEqual(['connected', 'connected'])
  await chaos.liveKit.start()
  await ann.calls('bob', 'audio')
  await bob.heard('INVITED', 2)
  await bob.page.evaluate(() => somebody.engine.accept())
  await ann.heard('USER_ENTER', 2)
  await ann.hangsUp()
  expect(await story()).toEqual(['RECONNECTING', 'CALLING_END', ...begun.slice(1), 'CALLING_END'])
})

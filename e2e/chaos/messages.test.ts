import { expect, test } from 'vitest'
import { chance } from '../../packages/core/src/simulator/chance.ts'
import { after, startChaos, type Chaos, type Person } from './nodes.ts'
import { unrulySignalling, type Unruly } from './unrulySignalling.ts'

const SEED = Number(process.env.RINGKIT_CHAOS_SEED ?? Date.now() % 1_000_000_000)
const quiet: Unruly = { delayMs: 0, times: 1, repeats: 0 }
const unruly: Unruly = { delayMs: 2000, times: 3, repeats: 0.5 }

type Cast = Record<'a' | 'b' | 'c' | 'd', Person>
type Name = keyof Cast

/** What is done, and what each hears of it: in any order within a step, for updates that arrive together are told as one. */
const story: {
  does: (cast: Cast, ids: Record<Name, string>) => Promise<unknown>
  hears: Partial<Record<Name, string>>
}[] = [
  {
    does: ({ a }, { b, c }) => a.engine.call({ userIDList: [b, c], type: 'video', timeout: 60 }),
    hears: { a: 'list/bc', b: 'INVITED list/bc', c: 'INVITED list/bc' },
  },
  {
    does: ({ b }) => b.engine.accept(),
    hears: {
      a: 'ACCEPT-b CALL_BEGIN ENTER-b listab/c',
      b: 'CALL_BEGIN ENTER-a listab/c',
      c: 'ACCEPT-b listab/c',
    },
  },
  {
    does: ({ c }) => c.engine.reject(),
    hears: { a: 'REJECT-c listab/', b: 'REJECT-c listab/', c: 'CALL_NOT_CONNECTED' },
  },
  {
    does: ({ a }, { d }) => a.engine.invite([d], { timeout: 60 }),
    hears: { a: 'listab/d', b: 'INVITING-d listab/d', d: 'INVITED listab/d' },
  },
  {
    does: ({ d }) => d.engine.accept(),
    hears: {
      a: 'ACCEPT-d ENTER-d listabd/',
      b: 'ACCEPT-d ENTER-d listabd/',
      d: 'CALL_BEGIN ENTER-a ENTER-b listabd/',
    },
  },
  {
    does: ({ b }) => b.engine.switchCallType('audio'),
    hears: { a: 'TYPE', b: 'TYPE', d: 'TYPE' },
  },
  {
    does: ({ b }) => b.engine.hangup(),
    hears: { a: 'LEAVE-b listad/', b: 'CALLING_END', d: 'LEAVE-b listad/' },
  },
  { does: ({ a }) => a.engine.hangup(), hears: { a: 'CALLING_END', d: 'LEAVE-a CALLING_END' } },
]

/** Events by short names: the people by their letters. */
function heardBy({ heard }: Person): string[] {
  const letters = (ids: readonly string[]) => ids.map((id) => id.at(-1)).join('')
  return heard.log.map(({ event, payload }) => {
    if (event === 'GROUP_CALL_INVITEE_LIST_UPDATE')
      return `list${letters(payload.userIDList)}/${letters(payload.ringingIDList)}`
    if (event === 'CALL_TYPE_CHANGED') return 'TYPE'
    if (event === 'USER_INVITING') return `INVITING-${letters(payload.userIDList)}`
    if (event === 'USER_ACCEPT' || event === 'USER_ENTER' || event === 'USER_LEAVE')
      return `${event.slice('USER_'.length)}-${letters([payload.userID])}`
    return event === 'REJECT' ? `REJECT-${letters([payload.userID])}` : event
  })
}

const longEnough = { timeout: 15_000, interval: 20 }

/** Resolves with what each hears when the story is over: nothing, one hopes. */
async function tell(chaos: Chaos, prefix: string, how: Unruly): Promise<string[][]> {
  const ids = { a: `${prefix}-a`, b: `${prefix}-b`, c: `${prefix}-c`, d: `${prefix}-d` }
  const person = (name: Name, node: number, seed: number) =>
    chaos.person(ids[name], node, { signalling: unrulySignalling(chance(SEED + seed), how) })
  const cast: Cast = {
    a: await person('a', 0, 0),
    b: await person('b', 1, 1),
    c: await person('c', 0, 2),
    d: await person('d', 1, 3),
  }
  const names: Name[] = ['a', 'b', 'c', 'd']
  for (const { heard } of Object.values(cast)) heard.clear()
  for (const [index, { does, hears }] of story.entries()) {
    await does(cast, ids)
    const expected = names.map((name) => (hears[name] ?? '').split(' ').filter(Boolean).toSorted())
    const told = () => names.map((name) => heardBy(cast[name]).toSorted())
    await expect.poll(told, { ...longEnough, message: `${prefix}, step ${index + 1}` }).toEqual(expected)
    for (const { heard } of Object.values(cast)) heard.clear()
  }
  // The last copies come late.
  await after(how.delayMs)
  return names.map((name) => heardBy(cast[name]))
}

test('C13: messages late by up to 2 s, up to three times, out of order: the events of a quiet run', async () => {
  console.log(`RINGKIT_CHAOS_SEED=${SEED}`)
  const chaos = await startChaos()
  const late = await Promise.all([tell(chaos, 'quiet', quiet), tell(chaos, 'unruly', unruly)])
  expect(late.flat(2)).toEqual([])
  await chaos.expectEnd()
})

test('C14: a snapshot that never arrives: the next one tells it all, or the question after 5 s', async () => {
  const chaos = await startChaos()
  let drops = (_version: number) => false
  const lossy: Unruly = { ...quiet, drops: (version) => drops(version) }
  const a = await chaos.person('a', 0, { signalling: unrulySignalling(chance(SEED), lossy) })
  const b = await chaos.person('b', 1)
  const heardByA = () => a.heard.names().filter((name) => name !== 'SDK_READY')
  await a.engine.call({ userIDList: ['b'], type: 'audio', timeout: 60 })
  await b.until('ringing')
  // The accept; what follows it is b's entering.
  drops = (version) => version === 2
  await b.engine.accept()
  await a.heard.until('USER_ENTER')
  expect(heardByA()).toEqual(['USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER'])
  drops = () => true
  const from = performance.now()
  await b.engine.hangup()
  await a.heard.until('CALLING_END')
  expect(performance.now() - from).toBeLessThan(6000)
  expect(heardByA()).toEqual(['USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'USER_LEAVE', 'CALLING_END'])
  await chaos.expectEnd(a, b)
})

import { randomBytes } from 'node:crypto'
import type { Command } from '@ringkit/core/protocol'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startAbuseServer, type AbuseServer } from './abuseServer.ts'

const stores = [
  ['the embedded store', 0],
  ['two nodes on Redis', 2],
] as const

/** One may make so many in 10 s: the default of `callsPer10Seconds`. */
const CALLS = 20

describe.each(stores)('%s', (_name, nodes) => {
  let at: AbuseServer
  beforeAll(async () => void (at = await startAbuseServer({ nodes })))
  afterEach(() => at.expectUnharmed())
  afterAll(() => at.stop())

  const commandsFor = (callID: string): Command[] => [
    { kind: 'accept', callID },
    { kind: 'reject', callID },
    { kind: 'hangup', callID },
    { kind: 'enter', callID },
    { kind: 'join', callID },
    { kind: 'invite', callID, userIDList: ['mallory2'] },
    { kind: 'switchCallType', callID, type: 'audio' },
  ]
  const notFound = { code: 'NOT_FOUND', message: 'There is no such call for you. It may have ended.' }

  test('A4: a stranger gets the same NOT_FOUND for a true and for an invented call, and its members hear nothing', async () => {
    const [ann, bob, mallory] = [await at.client('ann'), await at.client('bob', nodes - 1), await at.client('mallory')]
    const { callID } = await ann.calls(['bob', 'carol'], { groupID: 'secret' })
    await bob.untilStatus('ringing')
    await bob.accepts()
    await ann.untilStatus('connected')
    const before = [ann, bob].map(({ call, events }) => [call?.version, events.length])
    const answers = await Promise.all(
      [callID, callID.replace(/^./, (digit) => (digit === 'f' ? '0' : 'f'))].map((id) =>
        Promise.all([
          ...commandsFor(id).map((command) => mallory.command(command)),
          mallory.ask({ kind: 'access', callID: id }),
        ]),
      ),
    )
    for (const answer of answers.flat()) expect(answer).toEqual({ ok: false, error: notFound })
    expect(await mallory.ask({ kind: 'sync', known: { callID, epoch: 'guess', version: 1 } })).toEqual({
      ok: true,
      known: null,
    })
    for (const question of [{ kind: 'getCalls' }, { kind: 'getCalls', groupID: 'secret' }] as const)
      expect(await mallory.ask(question)).toEqual({ ok: true, calls: [] })
    // What the members had was no later than this.
    await Promise.all([ann, bob].map((each) => each.ask({ kind: 'sync' })))
    expect([ann, bob].map(({ call, events }) => [call?.version, events.length])).toEqual(before)
    await ann.hangsUp()
    await bob.hangsUp()
    for (const each of [ann, bob, mallory]) each.close()
  })

  test('A4: a member without the right: ringing, declined or gone, nobody takes what is for those in the call', async () => {
    const [ann, bob] = [await at.client('ann'), await at.client('bob', nodes - 1)]
    const { callID } = await ann.calls(['bob', 'carol'])
    await bob.untilStatus('ringing')
    await expect(bob.does({ kind: 'invite', callID, userIDList: ['dave'] })).rejects.toMatchObject({
      code: 'WRONG_STATE',
    })
    // Who rings may wait in the room, without any right there: e2e/server/waiting.test.ts.
    await bob.rejects()
    await expect(bob.accepts(callID)).rejects.toMatchObject({ code: 'WRONG_STATE' })
    expect(await bob.ask({ kind: 'access', callID })).toMatchObject({ error: { code: 'WRONG_STATE' } })
    await ann.hangsUp()
    for (const each of [ann, bob]) each.close()
  })

  test('nobody guesses a callID: 400 tries are NOT_FOUND or RATE_LIMITED, and it has 128 random bits', async () => {
    const [ann, mallory] = [await at.client('ann'), await at.client('mallory')]
    const ids = new Set<string>()
    for (let n = 0; n < 8; n += 1) {
      ids.add((await ann.calls(['bob'], { type: 'audio' })).callID)
      await ann.hangsUp()
    }
    expect(ids.size).toBe(8)
    for (const id of ids) expect(id).toMatch(/^[\da-f]{32}$/)
    const codes = new Set<string>()
    const guesses = Array.from({ length: 400 }, () => randomBytes(16).toString('hex'))
    const answers = await Promise.all(guesses.map((callID) => mallory.command({ kind: 'join', callID })))
    for (const answer of answers) codes.add(answer.ok ? 'ok' : answer.error.code)
    expect([...codes].toSorted()).toEqual(['NOT_FOUND', 'RATE_LIMITED'])
    for (const each of [ann, mallory]) each.close()
  })

  test('A11: a command that is replayed acts once; another one under its id is refused', async () => {
    const [ann, bob] = [await at.client('ann'), await at.client('bob', nodes - 1)]
    const command: Command = { kind: 'call', userIDList: ['bob'], type: 'audio' }
    const replies = await Promise.all([1, 2, 3].map(() => ann.command(command, 'replayed')))
    expect(new Set(replies.map((reply) => reply.ok && reply.snapshot.callID)).size).toBe(1)
    await bob.untilStatus('ringing')
    await bob.rejects()
    // The answer to what was done, not another ring.
    const late = await ann.command(command, 'replayed')
    expect(late).toMatchObject({ ok: true, snapshot: { me: { status: 'over' } } })
    expect(await bob.ask({ kind: 'sync' })).toEqual({ ok: true })
    expect(await ann.command({ ...command, userIDList: ['carol'] }, 'replayed')).toMatchObject({
      error: { code: 'BAD_PARAMETER' },
    })
    for (const each of [ann, bob]) each.close()
  })

  test('A12: one caller, 200 different people in a minute: RATE_LIMITED after the limit, at all nodes together', async () => {
    const spammers = [
      await at.client('spam', 0, { deviceID: 'one' }),
      await at.client('spam', nodes - 1, { deviceID: 'two' }),
    ]
    const town = await Promise.all([0, 1, 2].map((n) => at.client(`town-${n}`)))
    const codes: string[] = []
    for (let n = 0; n < 200; n += 1) {
      // All that may be asked in a second may be asked again: what is refused from here on is refused for being a call.
      if (n === CALLS) await new Promise((resolve) => setTimeout(resolve, 1100))
      const spammer = spammers[n % 2]
      const reply = await spammer?.command({ kind: 'call', userIDList: [`town-${n}`], type: 'audio' })
      codes.push(reply?.ok ? 'ok' : (reply?.error.code ?? ''))
      // A ring that is taken back before another node has heard of it is not told there.
      await town[n]?.untilStatus('ringing')
      if (reply?.ok) await spammer?.does({ kind: 'hangup', callID: reply.snapshot.callID })
    }
    expect(codes.slice(0, CALLS)).toEqual(Array(CALLS).fill('ok'))
    expect(codes[CALLS]).toBe('RATE_LIMITED')
    expect(new Set(codes)).toEqual(new Set(['ok', 'RATE_LIMITED']))
    // So many again in each further 10 s that this may take.
    expect(codes.filter((code) => code === 'ok').length).toBeLessThanOrEqual(60)
    for (const each of town) await each.until(({ call }) => call?.me.status === 'over')
    for (const { events } of town) {
      expect(events.map(({ event }) => event)).toEqual(['INVITED', 'CALLING_CANCEL', 'CALL_NOT_CONNECTED'])
      expect(events[0]?.payload).toMatchObject({ userID: 'spam', type: 'audio' })
    }
    for (const each of [...spammers, ...town]) each.close()
  })
})

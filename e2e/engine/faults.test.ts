import { afterEach, describe, expect, test } from 'vitest'
import { createCallEngine, noMedia } from '@ringkit/core'
import { socketioSignalling } from '../../packages/core/src/socketio/socketioSignalling.ts'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { connect, startCallers, type Caller, type Callers } from './harness.ts'

let callers: Callers | undefined
afterEach(async () => {
  await callers?.stop()
  callers = undefined
})

async function inCall(options: Parameters<typeof startCallers>[0] = {}) {
  const made = (callers = await startCallers(options))
  const [ann, bob] = await made.signedIn('ann', 'bob')
  if (!ann || !bob) throw new Error('two')
  await connect(ann, bob)
  return { callers: made, ann, bob }
}

const end = (caller: Caller) => caller.heard.until('CALLING_END')

describe('the network of a client', () => {
  test('C1: cut and back at once: told here, and nowhere else', async () => {
    const { ann, bob } = await inCall({ reconnectGrace: 10 })
    bob.wire.cut()
    await bob.heard.until('RECONNECTING')
    bob.wire.mend()
    await bob.heard.until('RECONNECTED')
    expect(bob.heard.names()).toEqual(['RECONNECTING', 'RECONNECTED'])
    expect(ann.heard.names()).toEqual([])
    await ann.engine.hangup()
    expect(await end(bob)).toMatchObject({ userID: 'ann', reason: 'hangup' })
  })

  test('C2: cut for longer than the grace: offline on both sides, with the same userID and time', async () => {
    const { ann, bob } = await inCall({ reconnectGrace: 2 })
    bob.wire.cut()
    const told = await end(ann)
    expect(told).toMatchObject({ userID: 'bob', reason: 'offline' })
    expect(ann.heard.names()).toEqual(['USER_LEAVE', 'CALLING_END'])
    bob.wire.mend()
    expect(await end(bob)).toEqual(told)
  })

  test('C5: packets silently dropped: both ends notice by themselves', async () => {
    const { ann, bob } = await inCall({ reconnectGrace: 3 })
    bob.wire.freeze()
    await bob.heard.until('RECONNECTING')
    expect(await end(ann)).toMatchObject({ userID: 'bob', reason: 'offline' })
    bob.wire.mend()
    expect(await end(bob)).toMatchObject({ userID: 'bob', reason: 'offline' })
  })

  test('C7: connected and over while away: one CALLING_END, no CALL_BEGIN', async () => {
    callers = await startCallers({ reconnectGrace: 10 })
    const [ann, bob] = await callers.signedIn('ann', 'bob')
    if (!ann || !bob) throw new Error('two')
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    ann.heard.clear()
    ann.wire.cut()
    await ann.heard.until('RECONNECTING')
    await bob.engine.accept()
    await bob.engine.hangup()
    ann.wire.mend()
    await end(ann)
    expect(ann.heard.names()).toEqual(['RECONNECTING', 'RECONNECTED', 'CALLING_END'])
  })

  test('C9: hanging up offline ends it here at once, there when it arrives', async () => {
    const { ann, bob } = await inCall({ reconnectGrace: 10 })
    bob.wire.cut()
    await bob.heard.until('RECONNECTING')
    await bob.engine.hangup()
    expect(bob.status()).toBe('idle')
    expect(ann.heard.names()).toEqual([])
    bob.wire.mend()
    expect(await end(ann)).toMatchObject({ userID: 'bob', reason: 'hangup' })
    expect(bob.heard.of('CALLING_END')).toHaveLength(1)
  })

  test('C4: a ringing device that is cut rejects nothing, and can accept when it is back', async () => {
    callers = await startCallers({ reconnectGrace: 1 })
    const [ann, bob] = await callers.signedIn('ann', 'bob')
    if (!ann || !bob) throw new Error('two')
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    bob.wire.cut()
    await bob.heard.until('RECONNECTING')
    expect(ann.status()).toBe('calling')
    bob.wire.mend()
    await bob.heard.until('RECONNECTED')
    await bob.engine.accept()
    await ann.heard.until('CALL_BEGIN')
    expect(bob.heard.of('INVITED')).toHaveLength(1)
  })

  test('C11: both away for longer than the grace: each hears one CALLING_END offline on return, both alike', async () => {
    let ended = () => {}
    const isOver = new Promise<void>((resolve) => (ended = resolve))
    const { ann, bob } = await inCall({ reconnectGrace: 1, onCallEnded: () => ended() })
    ann.wire.cut()
    bob.wire.cut()
    await isOver
    ann.wire.mend()
    bob.wire.mend()
    const told = await Promise.all([end(ann), end(bob)])
    expect(told[0]).toMatchObject({ reason: 'offline' })
    expect(told[0]).toEqual(told[1])
    for (const { heard } of [ann, bob]) expect(heard.names().filter((name) => name === 'CALLING_END')).toHaveLength(1)
  })
})

describe('the token', () => {
  test('C12: token() that fails while reconnecting is told and tried again; the call goes on', async () => {
    const made = (callers = await startCallers({ reconnectGrace: 10 }))
    let failures = 0
    const ann = await made.caller('ann', {
      token: () => {
        if (failures === 0) return 'ann'
        failures -= 1
        throw new Error('the app server is away')
      },
    })
    const [bob] = await made.signedIn('bob')
    await ann.engine.login()
    if (!bob) throw new Error('bob')
    await connect(ann, bob)
    failures = 3
    ann.wire.cut()
    await ann.heard.until('RECONNECTING')
    ann.wire.mend()
    await ann.heard.until('RECONNECTED')
    expect(ann.heard.names()).toEqual(['RECONNECTING', 'ERROR', 'ERROR', 'ERROR', 'RECONNECTED'])
    expect(bob.heard.names()).toEqual([])
    expect(ann.status()).toBe('connected')
  })

  test('C12: a login refused while reconnecting: CALLING_END error, ERROR NOT_ALLOWED, logged out, no loop', async () => {
    const made = (callers = await startCallers({ reconnectGrace: 1 }))
    let token = 'ann'
    const ann = await made.caller('ann', { token: () => token })
    const [bob] = await made.signedIn('bob')
    await ann.engine.login()
    if (!bob) throw new Error('bob')
    await connect(ann, bob)
    token = 'bad'
    ann.wire.cut()
    await ann.heard.until('RECONNECTING')
    ann.wire.mend()
    expect(await ann.heard.until('ERROR')).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(ann.heard.names()).toEqual(['RECONNECTING', 'CALLING_END', 'ERROR'])
    expect(ann.engine.store.getState()).toMatchObject({ status: 'loggedOut', reconnecting: { signalling: false } })
    expect(await end(bob)).toMatchObject({ userID: 'ann', reason: 'offline' })
  })

  test('an expired token at login: NOT_ALLOWED', async () => {
    const made = (callers = await startCallers())
    const ann = await made.caller('bad')
    await expect(ann.engine.login()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(ann.status()).toBe('loggedOut')
  })
})

describe('the server', () => {
  test('down at login: SIGNALLING_FAILED after 10 s', async () => {
    const engine = createCallEngine({ url: 'http://127.0.0.1:9', token: 'ann', media: noMedia() })
    const heard = eventLog(engine)
    await expect(engine.login()).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
    expect(engine.store.getState().status).toBe('loggedOut')
    expect(heard.names()).toEqual([])
    engine.destroy()
  })

  test('restarted in a call: it knows the call no more, each copy ends with error; new calls work', async () => {
    const { callers: made, ann, bob } = await inCall()
    // The embedded store's calls end with the server that held them.
    await made.restart()
    for (const caller of [ann, bob]) expect(await end(caller)).toMatchObject({ userID: '', reason: 'error' })
    await Promise.all([ann, bob].map(({ heard }) => heard.until('RECONNECTED')))
    await connect(ann, bob)
    for (const caller of [ann, bob]) expect(caller.status()).toBe('connected')
  })
})

describe('policy single', () => {
  test('D1, D2: the later login displaces the earlier, which stays out', async () => {
    const { callers: made, ann, bob } = await inCall({ sessions: 'single', reconnectGrace: 2 })
    const newAnn = await made.caller('ann')
    await newAnn.engine.login()
    expect(await ann.heard.until('KICKED_OUT')).toEqual({ reason: 'repeatLogin' })
    expect(await end(bob)).toMatchObject({ userID: 'ann', reason: 'removed' })
    expect(ann.heard.names()).toEqual(['KICKED_OUT'])
    expect([ann.status(), newAnn.status()]).toEqual(['loggedOut', 'idle'])
    ann.wire.cut()
    ann.wire.mend()
    await bob.engine.call({ userIDList: ['ann'], type: 'audio' })
    await newAnn.heard.until('INVITED')
    expect(ann.heard.names()).toEqual(['KICKED_OUT'])
  })
})

/** Deterministic numbers from a seed (mulberry32), so that a red run can be run again. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The real way to the server, with snapshots delayed, repeated, reordered and lost. */
function disturbed(next: () => number, isLost: () => boolean): typeof socketioSignalling {
  return (options) => {
    const real = socketioSignalling(options)
    return {
      connect: (hello, handlers, ...limits) =>
        real.connect(
          hello,
          {
            ...handlers,
            onSnapshot(snapshot) {
              if (isLost()) return
              for (let copies = 1 + Math.floor(next() * 3); copies > 0; copies -= 1) {
                setTimeout(() => handlers.onSnapshot(structuredClone(snapshot)), next() * 200)
              }
            },
          },
          ...limits,
        ),
    }
  }
}

describe('messages on the way', () => {
  test.each([1, 2, 3])('C13: delayed, repeated, reordered (seed %i): the same ends, nothing twice', async (seed) => {
    const made = (callers = await startCallers())
    const next = random(seed)
    const all = await Promise.all(
      ['ann', 'bob', 'cid'].map((userID) => made.caller(userID, { signalling: disturbed(next, () => false) })),
    )
    await Promise.all(all.map(({ engine }) => engine.login()))
    const [ann, bob, cid] = all
    if (!ann || !bob || !cid) throw new Error('three')
    await ann.engine.call({ userIDList: ['bob', 'cid'], type: 'audio' })
    await Promise.all([bob.heard.until('INVITED'), cid.heard.until('INVITED')])
    await bob.engine.accept()
    await cid.engine.accept()
    await Promise.all(all.map(({ heard }) => heard.until('USER_ENTER', 2)))
    await cid.engine.hangup()
    await ann.heard.until('USER_LEAVE')
    await bob.engine.hangup()
    const ends = await Promise.all(all.map(end))
    expect(ends.map(({ userID, reason }) => `${userID} ${reason}`)).toEqual(['bob allGone', 'bob hangup', 'cid hangup'])
    for (const { heard } of all) {
      for (const event of ['INVITED', 'CALL_BEGIN', 'CALLING_END'] as const)
        expect(heard.of(event).length).toBeLessThanOrEqual(1)
      expect(heard.names()).not.toContain('CALL_NOT_CONNECTED')
    }
    expect(ann.heard.of('USER_ACCEPT').map(({ userID }) => userID)).toEqual(['bob', 'cid'])
  })

  test('C14: a snapshot that never arrives: the client asks for the whole within 5 s, events as if it had come', async () => {
    const made = (callers = await startCallers())
    let isLost = false
    const ann = await made.caller('ann', {
      signalling: disturbed(
        () => 0,
        () => isLost,
      ),
    })
    const [bob] = await made.signedIn('bob')
    await ann.engine.login()
    if (!bob) throw new Error('bob')
    await ann.engine.call({ userIDList: ['bob'], type: 'audio' })
    await bob.heard.until('INVITED')
    isLost = true
    await bob.engine.reject({ message: 'later' })
    await ann.heard.until('CALL_NOT_CONNECTED')
    expect(ann.heard.of('REJECT')).toEqual([{ userID: 'bob', message: 'later' }])
  })
})

import { afterEach, expect, test } from 'vitest'
import { CallError, createCallEngine, noMedia, type Connection, type SignallingFactory } from '../index.ts'
import { systemClock } from '../ports/clock.ts'
import type { Request } from '../protocol/messages.ts'
import { createMemoryService } from '../simulator/memorySignalling.ts'
import { eventLog } from '../testing/eventLog.ts'

let endAll = (): void => {}
afterEach(() => endAll())

/**
 * Engines as a page makes them: the half that is about calls is fetched when it is needed. `throughAnns`: what stands between
 * ann and the call server.
 */
function annAndBob(throughAnns = (sure: SignallingFactory): SignallingFactory => sure) {
  let made = 0
  const service = createMemoryService({
    people: new Map([
      ['ann', {}],
      ['bob', {}],
      ['cid', {}],
    ]),
    ringSeconds: 30,
    graceMs: 2_000,
    maxMembers: 100,
    sessions: 'multiple',
    clock: systemClock,
    newID: () => `id${(made += 1)}`,
    isBusy: () => false,
    onBusy: () => {},
  })
  const engineOf = (userID: string, signalling: SignallingFactory = service.signalling) =>
    createCallEngine({
      url: 'memory',
      token: userID,
      deviceID: `${userID}-tab`,
      signalling,
      media: noMedia(),
    })
  const [ann, bob, cid] = [engineOf('ann', throughAnns(service.signalling)), engineOf('bob'), engineOf('cid')]
  endAll = () => {
    for (const engine of [ann, bob, cid]) engine.destroy()
    service.destroy()
  }
  const heard = eventLog(ann)
  return { ann, bob, cid, heard, names: () => heard.log.map(({ event }) => event) }
}

test('a ring that is over before the code for it has come is told, in order', async () => {
  const { ann, bob, heard, names } = annAndBob()
  await Promise.all([ann.login(), bob.login()])
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await bob.hangup()
  await heard.until('CALL_NOT_CONNECTED')
  expect(names()).toEqual(['SDK_READY', 'INVITED', 'CALLING_CANCEL', 'CALL_NOT_CONNECTED'])
})

test('a ring there is already is in the state when `login()` resolves', async () => {
  const { ann, bob, names } = annAndBob()
  await bob.login()
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await ann.login()
  expect(ann.store.getState().status).toBe('ringing')
  expect(names()).toEqual(['SDK_READY', 'INVITED'])
})

test('a call from beginning to end', async () => {
  const { ann, bob, heard, names } = annAndBob()
  await Promise.all([ann.login(), bob.login()])
  await bob.call({ userIDList: ['ann'], type: 'audio' })
  await heard.until('INVITED')
  await ann.accept()
  await heard.until('USER_ENTER')
  await ann.hangup()
  expect(names()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
})

test('a command is of the login it was given in, and of no later one', async () => {
  const { ann, bob } = annAndBob()
  await Promise.all([ann.login(), bob.login()])
  const called = ann.call({ userIDList: ['bob'], type: 'audio' })
  const again = ann.logout().then(() => ann.login())
  await expect(called).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
  await again
  expect(ann.store.getState().status).toBe('idle')
})

test('without a login commands are refused, and after `destroy()` too', async () => {
  const { ann } = annAndBob()
  await expect(ann.accept()).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
  ann.destroy()
  await expect(ann.call({ userIDList: ['bob'], type: 'audio' })).rejects.toMatchObject({ code: 'NOT_LOGGED_IN' })
})

test('a call that is answered while its caller logs out is refused, and nobody is left ringing', async () => {
  let letThrough = (): void => {}
  let reached = (): void => {}
  const isReached = new Promise<void>((resolve) => (reached = resolve))

  /** Keeps the answer to a command back until the logout is asked for, and hands it out before that one's own. */
  const late =
    (sure: SignallingFactory): SignallingFactory =>
    (options) => ({
      async connect(...hello) {
        const connection = await sure(options).connect(...hello)
        const request: Connection['request'] = async (asked, timeoutMs) => {
          const reply = await connection.request(asked, timeoutMs)
          if (asked.kind === 'command') {
            const isWanted = new Promise<void>((resolve) => (letThrough = resolve))
            reached()
            await isWanted
          } else if (asked.kind === 'logout') {
            letThrough()
            await new Promise((resolve) => setTimeout(resolve))
          }
          return reply
        }
        return { ...connection, request }
      },
    })
  const { ann, bob } = annAndBob(late)
  await Promise.all([ann.login(), bob.login()])
  const placed = ann.call({ userIDList: ['bob'], type: 'audio' }).catch((error: unknown) => error)
  await isReached
  await ann.logout()
  expect(await placed).toMatchObject({ code: 'NOT_LOGGED_IN' })
  expect(ann.store.getState().status).toBe('loggedOut')
  expect(ann.store.getState().call).toBeUndefined()
  await expect.poll(() => bob.store.getState().status).toBe('idle')
})

test('a call whose link closed with its login is not placed by the next one', async () => {
  let close = (): void => {}
  const isClosed = new Promise<void>((resolve) => (close = resolve))
  let reached = (): void => {}
  const isReached = new Promise<void>((resolve) => (reached = resolve))
  let tries = 0
  /** The first try of a command gets no answer until its link closes. */
  const silent =
    (sure: SignallingFactory): SignallingFactory =>
    (options) => ({
      async connect(...hello) {
        const connection = await sure(options).connect(...hello)
        const request: Connection['request'] = async (asked, timeoutMs) => {
          if (asked.kind !== 'command' || (tries += 1) > 1) return connection.request(asked, timeoutMs)
          reached()
          await isClosed
          throw new CallError('SIGNALLING_FAILED')
        }
        return { ...connection, request }
      },
    })
  const { ann, bob } = annAndBob(silent)
  const rung = eventLog(bob)
  await Promise.all([ann.login(), bob.login()])
  const placed = ann.call({ userIDList: ['bob'], type: 'audio' }).catch((error: unknown) => error)
  await isReached
  await ann.logout()
  await ann.login()
  close()
  expect(await placed).toMatchObject({ code: 'NOT_LOGGED_IN' })
  expect(tries).toBe(1)
  expect(rung.names()).toEqual(['SDK_READY'])
})

test('a call that was over before its `join()` was answered is told as over, and nothing else of it', async () => {
  let isDeaf = false
  let afterJoin = async () => {}
  /** Ann hears nothing of the call she joins but the answer to her second try. */
  const deaf =
    (sure: SignallingFactory): SignallingFactory =>
    (options) => ({
      async connect(hello, handlers, ...limits) {
        const onSnapshot: typeof handlers.onSnapshot = (snapshot) => isDeaf || handlers.onSnapshot(snapshot)
        const connection = await sure(options).connect(hello, { ...handlers, onSnapshot }, ...limits)
        const request: Connection['request'] = async (asked, timeoutMs) => {
          const reply = await connection.request(asked, timeoutMs)
          if (isDeaf || asked.kind !== 'command') return reply
          // The kind says which request it is; TypeScript cannot follow that for a request of any kind.
          if ((asked as Extract<Request, { kind: 'command' }>).command.kind !== 'join') return reply
          isDeaf = true
          await afterJoin()
          throw new CallError('TIMEOUT')
        }
        return { ...connection, request }
      },
    })
  const { ann, bob, cid, heard, names } = annAndBob(deaf)
  await Promise.all([ann.login(), bob.login(), cid.login()])
  const { callID } = await bob.call({ userIDList: ['ann', 'cid'], groupID: 'team', type: 'audio' })
  for (const each of [ann, cid]) {
    await expect.poll(() => each.store.getState().status).toBe('ringing')
    await each.accept()
  }
  await ann.hangup()
  await heard.until('CALLING_END')
  const before = names().length
  afterJoin = async () => {
    await bob.hangup()
    await cid.hangup()
  }
  await ann.join({ callID })
  await heard.until('CALLING_END', 2)
  expect(names().slice(before)).toEqual(['CALLING_END'])
  expect(ann.store.getState().status).toBe('idle')
})

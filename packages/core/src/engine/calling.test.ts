import { afterEach, expect, test } from 'vitest'
import { createCallEngine, noMedia, type Connection, type SignallingFactory } from '../index.ts'
import { systemClock } from '../ports/clock.ts'
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
  const [ann, bob] = [engineOf('ann', throughAnns(service.signalling)), engineOf('bob')]
  endAll = () => {
    for (const engine of [ann, bob]) engine.destroy()
    service.destroy()
  }
  const heard = eventLog(ann)
  return { ann, bob, heard, names: () => heard.log.map(({ event }) => event) }
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

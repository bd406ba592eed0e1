import { expect, test } from 'vitest'
import { createCallEngine, noMedia, type Connection, type Signalling } from '../index.ts'
import { systemClock } from '../ports/clock.ts'
import { createMemoryService } from '../simulator/memorySignalling.ts'

test('a call that is answered while its caller logs out is refused, and nobody is left ringing', async () => {
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
  const { signalling: sure } = service
  let letThrough = (): void => {}
  let reached = (): void => {}
  const isReached = new Promise<void>((resolve) => (reached = resolve))

  /** Keeps the answer to a command back until the logout is asked for, and hands it out before that one's own. */
  const signalling: typeof sure = (...given) => {
    const real: Signalling = sure(...given)
    return {
      async connect(...hello) {
        const connection = await real.connect(...hello)
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
    }
  }
  const ann = createCallEngine({ url: 'memory', token: 'ann', deviceID: 'tab', signalling, media: noMedia() })
  const bob = createCallEngine({ url: 'memory', token: 'bob', deviceID: 'tab', signalling: sure, media: noMedia() })
  await Promise.all([ann.login(), bob.login()])
  const placed = ann.call({ userIDList: ['bob'], type: 'audio' }).catch((error: unknown) => error)
  await isReached
  await ann.logout()
  expect(await placed).toMatchObject({ code: 'NOT_LOGGED_IN' })
  expect(ann.store.getState().status).toBe('loggedOut')
  expect(ann.store.getState().call).toBeUndefined()
  await expect.poll(() => bob.store.getState().status).toBe('idle')
  for (const engine of [ann, bob]) engine.destroy()
  service.destroy()
})

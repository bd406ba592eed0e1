import { expect, test } from 'vitest'
import { createTestCall } from '../simulator.ts'

test('a hang-up that was given up before the network came back is made up for: nobody is left alone in a call', async () => {
  // The grace outlasts the 15 s for which a command is tried.
  const { ann, bob, clock, simulator } = await createTestCall({ state: 'connected', type: 'audio', reconnectGrace: 60 })
  await ann.cutNetwork()
  await clock.advance(100)
  const hungUp = ann.engine.hangup()
  await clock.advance(20_000)
  await hungUp
  expect(ann.hasHeard('CALLING_END', { userID: 'ann', reason: 'hangup' })).toBe(true)
  expect(bob.hasHeard('CALLING_END')).toBe(false)
  ann.getsNetworkBack()
  await clock.advance(6_000)
  expect(bob.hasHeard('CALLING_END', { userID: 'ann', reason: 'hangup' })).toBe(true)
  expect(ann.heard().filter(({ event }) => event === 'CALLING_END')).toHaveLength(1)
  simulator.destroy()
})

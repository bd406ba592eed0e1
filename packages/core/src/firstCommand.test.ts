import { expect, test } from 'vitest'
import { createSimulator } from './simulator.ts'

// In a file of its own: here is the first command that any engine of this process gives.
test('the very first command is on its way before the clock of a simulator turns on', async () => {
  const simulator = createSimulator({ people: ['ann', 'bob'], clock: 'manual' })
  const [ann, bob] = [simulator.person('ann'), simulator.person('bob')]
  await ann.signIn()
  await bob.signIn()
  const calling = bob.calls('ann', { after: 1 })
  await simulator.clock.advance(1_000)
  expect(ann.engine.store.getState().status).toBe('ringing')
  await calling
  simulator.destroy()
})

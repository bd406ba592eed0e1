import { afterEach, expect, test } from 'vitest'
import { createTestCall, type Simulator } from '../simulator.ts'
import { noDevices } from './callState.ts'
import { noFacts } from './mediaFacts.ts'
import { withFact } from './withFact.ts'

let simulator: Simulator | undefined
afterEach(() => simulator?.destroy())

test('a list that was asked for before a choice does not undo the choice', async () => {
  const { ann, simulator: made } = await createTestCall({ state: 'idle' })
  simulator = made
  const asked = [ann.engine.getDevices(), ann.engine.getDevices()]
  await ann.engine.switchDevice('microphone', 'microphone-2')
  const lists = await Promise.all(asked)
  expect(ann.engine.store.getState().devices.currentMicrophoneID).toBe('microphone-2')
  expect(lists.map(({ currentMicrophoneID }) => currentMicrophoneID)).toEqual(['microphone-2', 'microphone-2'])
})

test('a list that is the same as the one known is no change', () => {
  const listed = (label: string) => ({ ...noDevices, cameraList: [{ deviceID: 'usb', label }] })
  const facts = { ...noFacts, devices: listed('USB') }
  expect(withFact(facts, { kind: 'devices', devices: listed('USB') }, 'ann')).toBe(facts)
  expect(withFact(facts, { kind: 'devices', devices: listed('Front') }, 'ann').devices).toEqual(listed('Front'))
})

import { expect, test } from 'vitest'
import { deviceState } from './devices.ts'

const listed = [
  { kind: 'videoinput', deviceId: 'front', label: 'Front' },
  { kind: 'videoinput', deviceId: 'back', label: 'Back' },
  { kind: 'audioinput', deviceId: 'default', label: 'Default' },
  { kind: 'audiooutput', deviceId: 'default', label: 'Default' },
  { kind: 'audiooutput', deviceId: 'headset', label: 'Headset' },
] as const

test('sorts the browser’s list by kind', () => {
  expect(deviceState(listed, () => [])).toEqual({
    cameraList: [
      { deviceID: 'front', label: 'Front' },
      { deviceID: 'back', label: 'Back' },
    ],
    microphoneList: [{ deviceID: 'default', label: 'Default' }],
    speakerList: [
      { deviceID: 'default', label: 'Default' },
      { deviceID: 'headset', label: 'Headset' },
    ],
    currentCameraID: '',
    currentMicrophoneID: '',
    currentSpeakerID: 'default',
  })
})

test.each([
  ['the one in use', ['back', 'front'], 'back'],
  ['the chosen one when none is in use', [undefined, 'front'], 'front'],
  ['the next likely when one is unplugged', ['usb', 'back'], 'back'],
  ['none when all likely ones are gone', ['usb', 'virtual'], ''],
  ['none when nothing is known', [undefined, '', ''], ''],
])('current is %s', (_, candidates, current) => {
  expect(deviceState(listed, (kind) => (kind === 'camera' ? candidates : [])).currentCameraID).toBe(current)
})

test('before permission devices have no ids, and none of them is current', () => {
  const hidden = [{ kind: 'videoinput', deviceId: '', label: '' }] as const
  expect(deviceState(hidden, () => ['', undefined])).toMatchObject({
    cameraList: [{ deviceID: '', label: '' }],
    currentCameraID: '',
    currentSpeakerID: '',
  })
})

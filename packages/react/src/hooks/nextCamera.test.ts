import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasFacingPair, looksBack, nextCamera } from './nextCamera.ts'

const list = (...labels: string[]) => labels.map((label, index) => ({ deviceID: `c${index}`, label }))
const android = list('camera2 1, facing front', 'camera2 0, facing back', 'camera2 2, facing back')

test.each([
  ['from the front to the first of the back', android, 'c0', 'c1'],
  ['from the back to the front', android, 'c1', 'c0'],
  ['from the second of the back to the front', android, 'c2', 'c0'],
  ['German', list('Frontkamera', 'Rückkamera'), 'c1', 'c0'],
  ['Korean', list('전면 카메라', '후면 카메라'), 'c0', 'c1'],
  ['Arabic', list('الكاميرا الأمامية', 'الكاميرا الخلفية'), 'c0', 'c1'],
  ['unknown which: most likely the front', android, '', 'c1'],
  ['names that tell nothing', list('HD Webcam', 'Capture card', ''), 'c1', 'c2'],
  ['after the last one the first', list('HD Webcam', 'Capture card'), 'c1', 'c0'],
  ['names that are hidden', list('', ''), '', 'c1'],
  ['only one', list('HD Webcam'), 'c0', undefined],
  ['none', [], '', undefined],
])('%s', (_what, cameras, currentID, next) => expect(nextCamera(cameras, currentID)?.deviceID).toBe(next))

test('only a front and a back make a pair', () => {
  expect([android, list('Front', 'Front 2'), list('HD Webcam', 'Back'), []].map(hasFacingPair)).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('a camera looks back by its name, beside one that is named a front', () => {
  expect(android.map(({ deviceID }) => looksBack(android, deviceID))).toEqual([false, true, true])
  expect(looksBack(android, '')).toBe(false)
  expect(looksBack(list('Background effects', 'HD Webcam'), 'c0')).toBe(false)
})

test('a flip never stays where it is', () => {
  const label = fc.constantFrom('Front', 'Back', 'Rear', 'Webcam', '')
  fc.assert(
    fc.property(fc.array(label, { minLength: 2 }), fc.nat(), (labels, at) => {
      const cameras = list(...labels)
      const current = cameras[at % cameras.length]
      expect(nextCamera(cameras, current?.deviceID ?? '')).not.toBe(current)
    }),
  )
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitControls } from './fitControls.ts'
import type { FittingControl } from './fitControls.ts'

/** As in a video call on a phone. */
const call: FittingControl[] = [
  { id: 'microphone', width: 48, rank: 0 },
  { id: 'microphoneMenu', width: 36, rank: 5, isJoined: true },
  { id: 'camera', width: 48, rank: 1 },
  { id: 'cameraMenu', width: 36, rank: 6, isJoined: true },
  { id: 'screen', width: 48, rank: 3 },
  { id: 'settings', width: 48, rank: 9 },
  { id: 'hangUp', width: 67, rank: 0 },
]
const row = (available: number) => ({ available, gap: 8, more: 48 })

test.each([
  [1000, []],
  [363, []],
  [362, ['settings', 'cameraMenu']],
  [327, ['settings', 'cameraMenu']],
  [296, ['settings', 'cameraMenu', 'microphoneMenu']],
  [290, ['settings', 'cameraMenu', 'microphoneMenu', 'screen']],
  [10, ['settings', 'cameraMenu', 'microphoneMenu', 'screen', 'camera']],
])('%i px: %j go into the menu', (available, out) => expect(fitControls(call, row(available))).toEqual(out))

const controls = fc
  .array(fc.record({ width: fc.integer({ min: 0, max: 120 }), rank: fc.nat(9) }), { maxLength: 12 })
  .map((list) => list.map((control, index) => ({ ...control, id: `c${index}` })))

test('what stays fits with the menu, or must stay; nothing goes without need', () => {
  fc.assert(
    fc.property(controls, fc.integer({ min: 0, max: 1500 }), (all, available) => {
      const out = fitControls(all, row(available))
      const left = all.filter(({ id }) => !out.includes(id))
      const width = (list: readonly FittingControl[]) =>
        list.reduce((sum, each) => sum + each.width, 0) + Math.max(0, list.length - 1) * 8
      if (out.length === 0) {
        expect(width(all) <= available || all.every(({ rank }) => rank === 0)).toBe(true)
        return
      }
      expect(all.filter(({ id, rank }) => rank === 0 && out.includes(id))).toEqual([])
      expect(width(left) + 56 <= available || left.every(({ rank }) => rank === 0)).toBe(true)
      // Without the last one that went, it did not fit.
      const last = all.filter(({ id }) => !out.slice(0, -1).includes(id))
      expect(width(last) + (out.length > 1 ? 56 : 0)).toBeGreaterThan(available)
    }),
  )
})

test('wider is never less', () => {
  fc.assert(
    fc.property(controls, fc.nat(800), fc.nat(800), (all, available, wider) => {
      const narrow = fitControls(all, row(available))
      expect(narrow).toEqual(expect.arrayContaining(fitControls(all, row(available + wider))))
    }),
  )
})

import { PNG } from 'pngjs'
import { expect, test } from 'vitest'
import { comparePictures, KEPT_STEP, pack, TOLERATED } from './comparePictures.ts'

/** A grey page, with a button at that place. */
function page(x: number, colour = 40): Buffer {
  const png = new PNG({ width: 390, height: 844 })
  png.data.fill(255)
  for (let row = 700; row < 748; row++) {
    for (let column = x; column < x + 48; column++) {
      const at = 4 * (row * png.width + column)
      png.data.fill(colour, at, at + 3)
    }
  }
  return PNG.sync.write(png)
}

test('the same picture differs in nothing, packed or not', () => {
  expect(comparePictures(page(100), page(100)).share).toBe(0)
  expect(comparePictures(page(100), pack(page(100), 1)).share).toBe(0)
  for (const grey of [0, 5, 6, 40, 127, 128, 250, 255]) {
    expect(comparePictures(page(100, grey), pack(page(100, grey), KEPT_STEP)).share).toBe(0)
  }
})

test('a grey that nobody tells from another is tolerated', () => {
  expect(comparePictures(page(100), page(100, 44)).share).toBeLessThan(TOLERATED)
})

test('a button that moved by half its width is not', () => {
  const { share, diff } = comparePictures(page(100), page(124))
  expect(share).toBeGreaterThan(TOLERATED)
  expect(diff?.length).toBeGreaterThan(0)
})

test('a picture of another size is another picture', () => {
  const other = PNG.sync.write(new PNG({ width: 1, height: 1 }))
  expect(comparePictures(page(100), other)).toEqual({ share: 1 })
})

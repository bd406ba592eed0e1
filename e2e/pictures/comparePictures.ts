import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/**
 * How much of a picture may differ: letters are drawn a little differently by every version of a browser and a font, which is
 * spread thinly over the texts, while a button that moved by half its size is 0.2 % of a desktop. Share of all pixels.
 */
export const TOLERATED = 0.001
/** How much a pixel may differ before it counts, 0 to 1: smoothing is not seen, another grey is. */
const THRESHOLD = 0.12

/** How two pictures differ. */
export interface Difference {
  /** The share of pixels that differ, 0 to 1; 1 for pictures of another size. */
  share: number
  /** What differs, in red, on the picture paled (PNG); none for pictures of another size. */
  diff?: Buffer
}

/** Compares two PNGs of the same screen. */
export function comparePictures(before: Buffer, after: Buffer): Difference {
  const [one, other] = [PNG.sync.read(before), PNG.sync.read(after)]
  const { width, height } = one
  if (other.width !== width || other.height !== height) return { share: 1 }
  const diff = new PNG({ width, height })
  const count = pixelmatch(one.data, other.data, diff.data, width, height, { threshold: THRESHOLD })
  return { share: count / (width * height), diff: PNG.sync.write(diff) }
}

/** Of 256 shades, how far apart those are that a kept picture has: less than `THRESHOLD` sees. */
export const KEPT_STEP = 16

/**
 * Nearly the same picture in fewer bytes: of many shades it keeps those that are multiples of `step`, and white. A step of 1
 * changes nothing.
 */
export function pack(picture: Buffer, step: number): Buffer {
  const png = PNG.sync.read(picture)
  const shades = Array.from({ length: 256 }, (_, shade) => (shade === 255 ? 255 : Math.round(shade / step) * step))
  for (let at = 0; at < png.data.length; at++) png.data[at] = Math.min(255, shades[png.data[at] ?? 0] ?? 0)
  const written = [0, 4, -1].map((filterType) => PNG.sync.write(png, { colorType: 2, deflateLevel: 9, filterType }))
  return [picture, ...written].reduce((least, each) => (each.length < least.length ? each : least))
}

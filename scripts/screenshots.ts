/** `npm run screenshots`: the pictures of the documentation, taken of the stories, each in light and in dark. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pack } from '../e2e/pictures/comparePictures.ts'
import { shownPictures } from '../e2e/pictures/pictureList.ts'
import { openPictureStudio } from '../e2e/pictures/pictureStudio.ts'

const images = resolve(import.meta.dirname, '../docs/images')
/** A page that loads a picture of this size does not wait for it. */
const MOST_BYTES = 200_000
/** Shades this far apart, of 256, look smooth, and take two thirds of the bytes. */
const STEP = 5

async function takePictures(): Promise<void> {
  const studio = await openPictureStudio()
  try {
    mkdirSync(images, { recursive: true })
    for (const picture of shownPictures) {
      const packed = pack(await studio.take(picture), STEP)
      writeFileSync(join(images, `${picture.name}.png`), packed)
      console.log(`docs/images/${picture.name}.png: ${Math.round(packed.length / 1000)} kB`)
      if (packed.length > MOST_BYTES) {
        throw new Error(`docs/images/${picture.name}.png has ${packed.length} bytes, more than ${MOST_BYTES}.`)
      }
    }
  } finally {
    await studio.close()
  }
}

try {
  await takePictures()
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

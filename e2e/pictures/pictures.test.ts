import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkPicture, keptNames, MOST_BYTES } from './keptPictures.ts'
import { comparedPictures } from './pictureList.ts'
import { openPictureStudio, type PictureStudio } from './pictureStudio.ts'

describe('the main screens look as they did', () => {
  let studio: PictureStudio
  beforeAll(async () => {
    studio = await openPictureStudio()
  })
  afterAll(() => studio?.close())

  test.each(comparedPictures)('$name', async (picture) => {
    const { problem } = checkPicture(picture, await studio.take(picture))
    expect(problem).toBeUndefined()
  })
})

test('every kept picture is of a screen there is, and small', () => {
  const kept = keptNames()
  expect(kept.map(({ name }) => name)).toEqual(comparedPictures.map(({ name }) => name).toSorted())
  expect(kept.filter(({ bytes }) => bytes > MOST_BYTES)).toEqual([])
})

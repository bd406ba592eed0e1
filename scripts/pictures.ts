/**
 * `npm run pictures`: takes pictures of the main screens and compares them with the kept ones, as the tests do.
 * `npm run pictures -- --update` keeps those that differ. Names after it choose some: `npm run pictures -- CallOfFive`.
 */
import { checkPicture, forgetPicture, keepPicture, keptNames } from '../e2e/pictures/keptPictures.ts'
import { comparedPictures } from '../e2e/pictures/pictureList.ts'
import { openPictureStudio } from '../e2e/pictures/pictureStudio.ts'

const isUpdate = process.argv.includes('--update')
const wanted = process.argv.slice(2).filter((each) => !each.startsWith('--'))
const chosen = comparedPictures.filter(
  ({ name }) => wanted.length === 0 || wanted.some((each) => name.toLowerCase().includes(each.toLowerCase())),
)

async function look(): Promise<number> {
  const studio = await openPictureStudio()
  let differing = 0
  try {
    for (const picture of chosen) {
      const taken = await studio.take(picture)
      const { problem } = checkPicture(picture, taken)
      if (!problem) continue
      if (isUpdate) console.log(`${picture.name}: kept, ${Math.round(keepPicture(picture, taken) / 1000)} kB`)
      else {
        differing += 1
        console.error(problem)
      }
    }
  } finally {
    await studio.close()
  }
  return differing
}

try {
  const differing = await look()
  if (isUpdate) {
    const known = new Set(comparedPictures.map(({ name }) => name))
    for (const { name } of keptNames()) if (!known.has(name)) forgetPicture(name)
  }
  console.log(`${chosen.length} pictures, ${differing} differ`)
  process.exitCode = differing === 0 ? 0 : 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

/**
 * `npm run size`: what a page loads of Ringkit, measured on the built packages. `npm run size -- --check` fails when something
 * weighs more than `sizeLimits.ts` allows, and says what.
 */
import { kitSizes } from './kitSizes.ts'
import { sizeLimits } from './sizeLimits.ts'
import { excess } from './sizeVerdict.ts'

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

const sizes = await kitSizes()
for (const { name, bytes } of sizes) {
  const limit = sizeLimits[name]
  console.log(`${kB(bytes).padStart(9)}  ${name}${limit === undefined ? '' : ` (at most ${limit} kB)`}`)
}

if (process.argv.includes('--check')) {
  const complaints = excess(sizes, sizeLimits)
  for (const { name, sentence } of complaints) {
    console.error(sentence)
    const heaviest = sizes.find((each) => each.name === name)?.bundle?.heaviest(12) ?? []
    if (heaviest.length > 0) console.error('The heaviest in it, each compressed by itself:')
    for (const part of heaviest) console.error(`${kB(part.bytes).padStart(9)}  ${part.name}`)
  }
  if (complaints.length > 0) process.exitCode = 1
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

interface Rule {
  selector: string
  isReduced: boolean
  /** `animation`, `transition` → whether it moves anything. */
  moves: Map<string, boolean>
}

/** The rules of a style sheet that say something of motion, at any depth of `@media`. */
function motionRules(css: string): Rule[] {
  const rules: Rule[] = []
  const around: string[] = []
  let text = ''
  for (const character of css.replaceAll(/\/\*[^]*?\*\//g, '')) {
    if (character === '{') {
      around.push(text.trim())
      text = ''
    } else if (character === '}') {
      const selector = around.pop() ?? ''
      if (!selector.startsWith('@') && !around.some((each) => each.startsWith('@keyframes'))) {
        const moves = new Map(
          [...text.matchAll(/(?:^|;)\s*(animation|transition)\s*:\s*([^;]+)/g)].map(([, name = '', value = '']) => [
            name,
            value.trim() !== 'none',
          ]),
        )
        const isReduced = around.some((each) => each.includes('prefers-reduced-motion: reduce'))
        if (moves.size > 0) for (const each of parts(selector)) rules.push({ selector: each, isReduced, moves })
      }
      text = ''
    } else text += character
  }
  return rules
}

/** The selectors of a list, whose commas in brackets are their own. */
function parts(selector: string): string[] {
  return selector.split(/,(?![^(]*\))/).map((each) => each.replaceAll(/\s+/g, ' ').trim())
}

const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.css'),
)

test('there is motion to be reduced', () => {
  const all = sheets.flatMap((file) => motionRules(readFileSync(join(import.meta.dirname, file), 'utf8')))
  expect(all.filter(({ isReduced }) => !isReduced).length).toBeGreaterThan(20)
})

test.each(sheets)('%s: whoever asks for less motion gets none', (file) => {
  const rules = motionRules(readFileSync(join(import.meta.dirname, file), 'utf8'))
  const still = new Set(
    rules.flatMap(({ selector, isReduced, moves }) =>
      [...moves].flatMap(([name, isMoving]) => (isReduced && !isMoving ? [`${selector} ${name}`] : [])),
    ),
  )
  const moving = rules.flatMap(({ selector, isReduced, moves }) =>
    [...moves].flatMap(([name, isMoving]) => (!isReduced && isMoving ? [`${selector} ${name}`] : [])),
  )
  expect(moving.filter((each) => !still.has(each))).toEqual([])
})

import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

test('work of one key runs in turn, whatever becomes of it; other keys do not wait', async () => {
  const inTurn = createTurns()
  const log: string[] = []
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => (release = resolve))
  const first = inTurn('a', async () => {
    await gate
    log.push('first')
    throw new Error('failed')
  })
  const second = inTurn('a', async () => log.push('second'))
  await inTurn('b', async () => log.push('other'))
  expect(log).toEqual(['other'])
  release()
  await expect(first).rejects.toThrow('failed')
  expect(await second).toBe(3)
  expect(log).toEqual(['other', 'first', 'second'])
})

import { expect, test, vi } from 'vitest'
import { givenUp, whileWanted } from './whileWanted.ts'

test('yields what the work yields, and undoes nothing', async () => {
  const undo = vi.fn<(value: string) => void>()
  await expect(whileWanted(Promise.resolve('done'), new AbortController().signal, undo)).resolves.toBe('done')
  expect(undo).not.toHaveBeenCalled()
})

test('fails as the work fails', async () => {
  await expect(whileWanted(Promise.reject(new Error('no')), new AbortController().signal, () => {})).rejects.toThrow(
    'no',
  )
})

test('settles at once when given up, and undoes what comes late', async () => {
  const wish = new AbortController()
  const undo = vi.fn<(value: string) => void>()
  let bring: (value: string) => void = () => {}
  const late = new Promise<string>((resolve) => {
    bring = resolve
  })
  const waiting = whileWanted(late, wish.signal, undo)
  wish.abort()
  await expect(waiting).resolves.toBe(givenUp)
  expect(undo).not.toHaveBeenCalled()
  bring('camera')
  await late
  await vi.waitFor(() => expect(undo).toHaveBeenCalledExactlyOnceWith('camera'))
})

test('given up before it began: the work is undone all the same', async () => {
  const undo = vi.fn<(value: string) => void>()
  await expect(whileWanted(Promise.resolve('camera'), AbortSignal.abort(), undo)).resolves.toBe(givenUp)
  await vi.waitFor(() => expect(undo).toHaveBeenCalledExactlyOnceWith('camera'))
})

test('a failure after giving up is nobody’s concern', async () => {
  const wish = new AbortController()
  wish.abort()
  await expect(whileWanted(Promise.reject(new Error('no')), wish.signal, () => {})).resolves.toBe(givenUp)
})

import type { ComponentType } from 'react'
import { expect, test, vi } from 'vitest'
import { lazyPart } from './lazyPart.ts'

const Part: ComponentType = () => null

test('is fetched once, however often it is asked for', async () => {
  const fetchPart = vi.fn<() => Promise<ComponentType>>(() => Promise.resolve(Part))
  const part = lazyPart(fetchPart)
  const heard = vi.fn<() => void>()
  part.subscribe(heard)
  expect(part.get()).toBe(part.atFirst())
  part.load()
  part.load()
  await vi.waitFor(() => expect(part.get()).toEqual({ Part, hasFailed: false }))
  part.load()
  expect(fetchPart).toHaveBeenCalledOnce()
  expect(heard).toHaveBeenCalledOnce()
})

test('a failure is told, and stays so until another attempt succeeds', async () => {
  const answers: Promise<ComponentType>[] = [Promise.reject(new Error('gone')), Promise.resolve(Part)]
  const part = lazyPart(() => answers.shift() ?? Promise.resolve(Part))
  part.load()
  await vi.waitFor(() => expect(part.get()).toEqual({ Part: undefined, hasFailed: true }))
  part.load()
  expect(part.get().hasFailed).toBe(true)
  await vi.waitFor(() => expect(part.get()).toEqual({ Part, hasFailed: false }))
})

test('on a server, and while hydrating, it is not there yet', async () => {
  const part = lazyPart(() => Promise.resolve(Part))
  part.load()
  await vi.waitFor(() => expect(part.get().Part).toBe(Part))
  expect(part.atFirst()).toEqual({ Part: undefined, hasFailed: false })
})

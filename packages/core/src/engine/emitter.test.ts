import { expect, test, vi } from 'vitest'
import type { CallEventOf } from '../protocol/events.ts'
import { createEmitter } from './emitter.ts'

const ready: CallEventOf = { event: 'SDK_READY', payload: { userID: 'ann' } }
const emitter = () => createEmitter({ afterTask: (act) => queueMicrotask(act) })

test('who comes while an event is told hears of the next one', () => {
  const events = emitter()
  const late = vi.fn<() => void>()
  events.once('SDK_READY', () => events.on('SDK_READY', late))
  events.emit(ready)
  expect(late).not.toHaveBeenCalled()
  events.emit(ready)
  expect(late).toHaveBeenCalledTimes(1)
})

test('who goes while an event is told hears of no other one', () => {
  const events = emitter()
  const other = vi.fn<() => void>()
  events.on('SDK_READY', () => events.off('SDK_READY', other))
  events.on('SDK_READY', other)
  events.emit(ready)
  events.emit(ready)
  expect(other).toHaveBeenCalledTimes(1)
})

test('the same handler is called once, however often it came', () => {
  const events = emitter()
  const handler = vi.fn<() => void>()
  events.on('SDK_READY', handler)
  events.on('SDK_READY', handler)
  events.emit(ready)
  expect(handler).toHaveBeenCalledTimes(1)
})

test('a handler that throws is told as an error, and the others hear of the event', () => {
  const events = emitter()
  const [errors, other] = [vi.fn<(payload: { message: string }) => void>(), vi.fn<() => void>()]
  events.on('ERROR', errors)
  events.on('SDK_READY', () => {
    throw new Error('oops')
  })
  events.on('SDK_READY', other)
  events.emit(ready)
  expect(other).toHaveBeenCalledTimes(1)
  expect(errors.mock.lastCall?.[0].message).toBe('A handler of SDK_READY threw: oops')
})

test('after clear nobody hears anything', () => {
  const events = emitter()
  const handler = vi.fn<() => void>()
  events.on('SDK_READY', handler)
  events.emit(ready)
  events.clear()
  events.emit(ready)
  expect(handler).toHaveBeenCalledTimes(1)
})

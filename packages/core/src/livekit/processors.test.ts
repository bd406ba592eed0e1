import { LocalVideoTrack, type TrackProcessor, type Track, type VideoProcessorOptions } from 'livekit-client'
import { expect, test } from 'vitest'
import { putProcessors, withoutProcessor } from './processors.ts'

const newProcessor = (): TrackProcessor<Track.Kind.Video, VideoProcessorOptions> => ({
  name: 'a filter',
  init: async () => {},
  restart: async () => {},
  destroy: async () => {},
})

/** As much of LiveKit's camera as a processor takes. `put` is what its `setProcessor` waits for. */
function camera(name: string, log: string[], put: Promise<void> = Promise.resolve()): LocalVideoTrack {
  let isStopped = false
  return Object.create(LocalVideoTrack.prototype, {
    isStopped: { get: () => isStopped },
    stop: {
      value: () => {
        isStopped = true
        log.push(`${name} stops`)
      },
    },
    setProcessor: {
      value: async () => {
        log.push(`${name} asks`)
        await put
        log.push(`${name} has it`)
      },
    },
  })
}

test('a processor serves one track after the other, and one that was stopped lets go of it first', async () => {
  const log: string[] = []
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const [first, second] = [camera('first', log, released), camera('second', log)]
  const defaults = { video: { processor: newProcessor() } }
  const puts = [putProcessors([first], defaults), putProcessors([second], defaults)]
  await Promise.resolve()
  first.stop()
  release()
  await Promise.all(puts)
  expect(log).toEqual(['first asks', 'first stops', 'first has it', 'first stops', 'second asks', 'second has it'])
})

test('a track that was stopped before its turn gets none; one whose turn fails holds nobody up', async () => {
  const log: string[] = []
  const broken = camera('broken', log, Promise.reject(new Error('no model')))
  const [stopped, last] = [camera('stopped', log), camera('last', log)]
  const defaults = { video: { processor: newProcessor() } }
  const puts = [broken, stopped, last].map((track) => putProcessors([track], defaults))
  stopped.stop()
  const outcomes = await Promise.allSettled(puts)
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(log).toEqual(['stopped stops', 'broken asks', 'last asks', 'last has it'])
})

test('what LiveKit captures with has everything but the processor', () => {
  expect(withoutProcessor({ facingMode: 'user', processor: newProcessor() })).toEqual({ facingMode: 'user' })
  expect(withoutProcessor(undefined)).toBeUndefined()
})

import { Track, type VideoProcessorOptions } from 'livekit-client'
import { describe, expect, test } from 'vitest'
import type { Pipeline, Scene } from './backgroundKit.ts'
import { BackgroundProcessor } from './backgroundProcessor.ts'

const blur: Scene = { kind: 'blur' }

/** Starts that the test finishes by hand. */
class Starts {
  readonly log: string[] = []
  readonly #pending: { finish(): void; fail(): void; broken(cause: unknown): void }[] = []

  start = (_options: VideoProcessorOptions, { broken }: { broken(cause: unknown): void }): Promise<Pipeline> => {
    const number = this.#pending.length
    this.log.push(`start ${number}`)
    return new Promise((resolve, reject) => {
      const pipeline: Pipeline = {
        picture: picture(`picture ${number}`),
        show: async (scene) => void this.log.push(`show ${scene.kind} ${number}`),
        end: async () => void this.log.push(`end ${number}`),
      }
      this.#pending.push({
        finish: () => resolve(pipeline),
        fail: () => reject(new Error('no model')),
        broken,
      })
    })
  }

  at(number: number): { finish(): void; fail(): void; broken(cause: unknown): void } {
    const start = this.#pending[number]
    if (!start) throw new Error(`There was no start ${number}.`)
    return start
  }
}

/** Node has no tracks; nothing but these two is asked for. */
const picture = (id: string, readyState: MediaStreamTrackState = 'live') => ({ id, readyState }) as MediaStreamTrack
const camera = (readyState?: MediaStreamTrackState): VideoProcessorOptions => ({
  kind: Track.Kind.Video,
  track: picture('camera', readyState),
})

function make(): { starts: Starts; processor: BackgroundProcessor; broken: unknown[] } {
  const starts = new Starts()
  const broken: unknown[] = []
  return { starts, processor: new BackgroundProcessor(blur, starts.start, (cause) => broken.push(cause)), broken }
}
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('a background on a track', () => {
  test('is started anew with each capture, the old one ended first', async () => {
    const { starts, processor } = make()
    const first = processor.init(camera())
    await settled()
    starts.at(0).finish()
    await first
    expect(processor.processedTrack?.id).toBe('picture 0')
    const second = processor.restart(camera())
    // What is no longer fed must not be sent meanwhile as if it were.
    expect(processor.processedTrack).toBeUndefined()
    await settled()
    starts.at(1).finish()
    await second
    expect(processor.processedTrack?.id).toBe('picture 1')
    expect(starts.log).toEqual(['start 0', 'end 0', 'start 1'])
  })

  test('waits for the camera to be on', async () => {
    const { starts, processor } = make()
    await processor.init(camera('ended'))
    await processor.show(blur)
    expect(starts.log).toEqual([])
  })

  test('fails the capture that it cannot be put behind', async () => {
    const { starts, processor } = make()
    const started = processor.restart(camera())
    await settled()
    starts.at(0).broken('no graphics')
    starts.at(0).fail()
    await expect(started).rejects.toThrow('no model')
    expect(processor.processedTrack).toBeUndefined()
  })

  test('that comes after the end is ended', async () => {
    const { starts, processor } = make()
    const started = processor.init(camera())
    await settled()
    await processor.destroy()
    starts.at(0).finish()
    await started
    expect(starts.log).toEqual(['start 0', 'end 0'])
    expect(processor.processedTrack).toBeUndefined()
  })

  test('that breaks is told while it is in use, not before and not after', async () => {
    const { starts, processor, broken } = make()
    const started = processor.init(camera())
    await settled()
    starts.at(0).broken('before')
    starts.at(0).finish()
    await started
    starts.at(0).broken('in use')
    await processor.destroy()
    starts.at(0).broken('after')
    expect(broken).toEqual(['in use'])
  })
})

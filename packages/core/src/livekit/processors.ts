import {
  LocalAudioTrack,
  LocalVideoTrack,
  type AudioCaptureOptions,
  type LocalTrack,
  type VideoCaptureOptions,
} from 'livekit-client'
import type { CaptureDefaults } from './capture.ts'
import { openContext } from './openContext.ts'

/** An app has one processor for all of its captures: to end what an earlier one has begun late must not end the next one's. */
const turns = new WeakMap<object, Promise<void>>()

/** Puts the app's processors into what is captured. Rejects as they do. */
export async function putProcessors(tracks: readonly LocalTrack[], { audio, video }: CaptureDefaults): Promise<void> {
  await Promise.all(
    tracks.map(async (track) => {
      if (track instanceof LocalAudioTrack && audio?.processor) {
        const { processor } = audio
        await inTurn(track, processor, async () => {
          await giveContext(track)
          await track.setProcessor(processor)
        })
      } else if (track instanceof LocalVideoTrack && video?.processor) {
        const { processor } = video
        await inTurn(track, processor, () => track.setProcessor(processor))
      }
    }),
  )
}

/** LiveKit is given no processor to capture with: should it not start, what is captured would stay on. */
export function withoutProcessor<T extends AudioCaptureOptions | VideoCaptureOptions>(
  options: T | undefined,
): Omit<T, 'processor'> | undefined {
  if (!options?.processor) return options
  const { processor: _, ...others } = options
  return others
}

function inTurn(
  track: Pick<LocalTrack, 'isStopped' | 'stop'>,
  processor: object,
  put: () => Promise<void>,
): Promise<void> {
  const done = (turns.get(processor) ?? Promise.resolve()).then(async () => {
    if (track.isStopped) return
    await put()
    // Stopped meanwhile: once more, which ends the processor too.
    if (track.isStopped) track.stop()
  })
  turns.set(
    processor,
    done.catch(() => {}),
  )
  return done
}

/**
 * LiveKit gives a sound an AudioContext only where it is published, which is too late to begin. This one stays until the track
 * ends: LiveKit restarts the processor for the room's, and some, Krisp's for one, remain in their first.
 */
async function giveContext(track: LocalAudioTrack): Promise<void> {
  const over = new AbortController()
  const stop = track.stop.bind(track)
  track.stop = () => {
    stop()
    over.abort()
  }
  await track.setAudioContext(openContext(over.signal))
}

import type { AudioCaptureOptions, LocalTrack, Room } from 'livekit-client'
import { afterEach, expect, test, vi } from 'vitest'
import type { Backgrounds } from './backgrounds.ts'
import { LocalTracks } from './localTracks.ts'
import { defaultPreferences } from './preferences.ts'

afterEach(() => vi.unstubAllGlobals())

/** What is published in place of a microphone that the browser has been asked for and has not opened. */
async function publishedMeanwhile(audio: AudioCaptureOptions | undefined): Promise<string[]> {
  const asked = new Promise<void>((resolve) => {
    const getUserMedia = () => {
      resolve()
      return new Promise(() => {})
    }
    vi.stubGlobal('navigator', { mediaDevices: { getUserMedia } })
  })
  const published: string[] = []
  // As much of LiveKit as standing in takes.
  const localParticipant = {
    permissions: { canPublish: true, canPublishSources: [] },
    publishTrack: async ({ source }: LocalTrack) => void published.push(source),
  }
  const local = new LocalTracks({ localParticipant } as unknown as Room, {
    ready: Promise.resolve(),
    preferences: defaultPreferences(),
    defaults: { audio },
    backgrounds: {} as Backgrounds,
    heldBack: undefined,
    silent: () => ({
      track: { source: 'silence', mute: async () => {}, stop: () => {} } as unknown as LocalTrack,
      stop: () => {},
    }),
    changed: () => {},
    failed: () => {},
  })
  void local.sources.microphone.set(true)
  await asked
  // Nothing of all this waits for anything but promises.
  await new Promise((resolve) => setImmediate(resolve))
  return published
}

const processor = {
  name: 'a noise filter',
  init: async () => {},
  restart: async () => {},
  destroy: async () => {},
}

test.each<[string, AudioCaptureOptions | undefined]>([
  ['nothing', undefined],
  ['another echo cancellation', { echoCancellation: false }],
])('silence stands in for a microphone of which the app asks for %s', async (_, audio) => {
  expect(await publishedMeanwhile(audio)).toEqual(['silence'])
})

test.each<[string, AudioCaptureOptions]>([
  ['two channels', { channelCount: 2 }],
  ['a processor', { processor }],
])('nothing stands in for a microphone of which the app asks for %s', async (_, audio) => {
  expect(await publishedMeanwhile(audio)).toEqual([])
})

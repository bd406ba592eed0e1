import { CallEvent, createCallEngine, noMedia, type CallEngine, type Media, type MediaAccess } from '@ringkit/core'
import { setTimeout } from 'node:timers/promises'
import {
  type AudioFrame,
  AudioSource,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoFrame,
  VideoSource,
} from '@livekit/rtc-node'
import { answer } from './answer.ts'
import { FRAME_MS, silentFrame, sound, voiceFrame } from './voice.ts'

const picture = { width: 320, height: 180, framesPerSecond: 10 }

/** Somebody in the call without a browser: a real engine whose media is LiveKit's own client for Node. */
export interface Bot {
  userID: string
  /** Accepts; resolves once its microphone, and its camera if it has one, are published. */
  accept(): Promise<void>
  /** Speaks for so many ms. */
  speak(ms: number): Promise<void>
  leave(): Promise<void>
}

/** A member whose room is entered by `enter`, which resolves with what leaves it. `accept` accepts, and resolves when it is in. */
export async function openMember(
  url: string,
  userID: string,
  enter: (access: MediaAccess) => Promise<() => Promise<void>>,
): Promise<{ engine: CallEngine; accept: () => Promise<void> }> {
  const [rings, entered] = [answer<void>(), answer<void>()]
  let leave: (() => Promise<void>) | undefined
  const media = (): Media => ({
    ...noMedia()({ volumeIntervalMs: 1000 }),
    hasRoom: true,
    async connect(access) {
      leave = await enter(access)
      entered.resolve()
    },
    disconnect: async () => leave?.(),
  })
  const engine = createCallEngine({ url, token: userID, warm: false, media })
  // What is tried again is no reason to give up; a call that is over is one.
  engine.on(CallEvent.CALL_NOT_CONNECTED, ({ reason }) => entered.reject(new Error(`${userID}: ${reason}`)))
  engine.on(CallEvent.CALLING_END, ({ reason }) => entered.reject(new Error(`${userID}: ${reason}`)))
  engine.on(CallEvent.INVITED, () => rings.resolve())
  await engine.login()
  return {
    engine,
    async accept() {
      await rings.promise
      await engine.accept()
      await entered.promise
    },
  }
}

export interface BotOptions {
  userID: string
  /** Of its voice, Hz. */
  pitch: number
  /** Sends 180p beside the voice. */
  hasCamera: boolean
}

/** Bots receive nothing: what a bot decodes is no part of the question. */
export async function openBot(url: string, { userID, pitch, hasCamera }: BotOptions): Promise<Bot> {
  // Without a queue: with one every silent bot would encode its silence, a hundred times a second at real-time priority.
  const voice = new AudioSource(sound.rate, sound.channels, 0)
  const { engine, accept } = await openMember(url, userID, async (access) => {
    const room = new Room()
    let stopCamera = () => {}
    await room.connect(access.url, access.token, { autoSubscribe: false, dynacast: false })
    const sender = room.localParticipant
    if (!sender) throw new Error(`${userID} is not in the room`)
    const microphone = LocalAudioTrack.createAudioTrack('microphone', voice)
    await sender.publishTrack(microphone, new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE, dtx: true }))
    // LiveKit shows a track to the others once its first packet came.
    await play(voice, 1000, silentFrame)
    if (hasCamera) {
      const source = new VideoSource(picture.width, picture.height)
      const camera = LocalVideoTrack.createVideoTrack('camera', source)
      await sender.publishTrack(
        camera,
        new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false }),
      )
      stopCamera = film(source)
    }
    return async () => {
      stopCamera()
      await room.disconnect()
    }
  })
  return {
    userID,
    accept,
    speak: (ms) => play(voice, ms, (at) => voiceFrame(at, pitch)),
    async leave() {
      await engine.logout()
      engine.destroy()
    },
  }
}

/** Gives the source frame after frame, each when it is due; what a busy machine has missed follows at once. */
async function play(source: AudioSource, ms: number, frame: (at: number) => AudioFrame): Promise<void> {
  const from = performance.now()
  for (let at = 0; at < ms; at += FRAME_MS) {
    const early = from + at - performance.now()
    if (early > 0) await setTimeout(early)
    await source.captureFrame(frame(at))
  }
}

/** A grey bar that wanders. @returns what ends it */
function film(source: VideoSource): () => void {
  const { width, height, framesPerSecond } = picture
  const luma = width * height
  let count = 0
  const timer = setInterval(() => {
    const data = new Uint8Array((luma * 3) / 2).fill(128)
    for (let row = 0; row < height; row += 1) {
      const from = row * width + ((4 * count) % (width - 20))
      data.fill(230, from, from + 20)
    }
    count += 1
    source.captureFrame(
      new VideoFrame(data, width, height, VideoBufferType.I420),
      BigInt(count * (1_000_000 / framesPerSecond)),
    )
  }, 1000 / framesPerSecond)
  return () => clearInterval(timer)
}

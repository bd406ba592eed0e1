/** A page with an engine on it and nothing else: the test drives it through `somebody`. */
import { CallEvent, createCallEngine, livekitMedia, type CallEngine } from '@ringkit/core'
import { Room, RoomEvent } from 'livekit-client'

// How soon servers do something is told here: the pages' pictures leave them the processor.
const media = livekitMedia({
  room: { videoCaptureDefaults: { resolution: { width: 320, height: 180, frameRate: 10 } } },
})

/** Epoch ms, so that the times of several pages can be compared. */
const now = () => performance.timeOrigin + performance.now()

/** What happened in LiveKit's room, whether or not the engine tells of it: `TrackSubscribed 1a2b:dave audio`. */
const inRoom: { at: number; what: string }[] = []
const watched = new WeakSet<Room>()
const { on } = Room.prototype
Room.prototype.on = function (...parameters) {
  watch(this)
  return on.apply(this, parameters)
}
function watch(room: Room): void {
  if (watched.has(room)) return
  watched.add(room)
  const note = (...words: string[]) => void inRoom.push({ at: now(), what: words.join(' ') })
  room.on(RoomEvent.ParticipantConnected, ({ identity }) => note('ParticipantConnected', identity))
  room.on(RoomEvent.TrackPublished, ({ kind }, { identity }) => note('TrackPublished', identity, kind))
  room.on(RoomEvent.TrackSubscribed, ({ kind }, _publication, { identity }) => note('TrackSubscribed', identity, kind))
}

const told: { at: number; event: CallEvent; payload: unknown }[] = []
const waiting = new Set<() => void>()
/** When each frame of the other one's picture was shown. */
const frames: number[] = []
/** How loud each person was, at most, since `quiet()`. */
const loudest = new Map<string, number>()
let engine: CallEngine | undefined

const element = document.querySelector<HTMLVideoElement>('#remote')
const nextFrame = () =>
  element?.requestVideoFrameCallback(() => {
    frames.push(now())
    nextFrame()
  })
nextFrame()

function resolves<T>(find: () => T | undefined): Promise<T> {
  return new Promise((resolve) => {
    const check = () => {
      const found = find()
      if (found === undefined) return
      waiting.delete(check)
      resolve(found)
    }
    waiting.add(check)
    check()
  })
}

const somebody = {
  inRoom,
  told,
  frames,
  async signIn(url: string, userID: string): Promise<void> {
    const made = createCallEngine({ url, token: userID, media })
    engine = made
    for (const event of Object.values(CallEvent)) {
      made.on(event, (payload) => {
        if (event !== 'USER_VOICE_VOLUME') told.push({ at: now(), event, payload })
        for (const check of waiting) check()
      })
    }
    made.on(CallEvent.USER_VOICE_VOLUME, ({ volumeMap }) => {
      for (const { userID, volume } of volumeMap) loudest.set(userID, Math.max(volume, loudest.get(userID) ?? 0))
    })
    await made.login()
  },
  get engine(): CallEngine {
    if (!engine) throw new Error('not signed in')
    return engine
  },
  looksAt: (userID: string) => void (element && somebody.engine.attach(userID, 'camera', element)),
  heard: (event: CallEvent, count = 1) => resolves(() => told.filter((each) => each.event === event)[count - 1]),
  /** Who has a tile, as the kit shows them: those in the call whose media has entered. */
  tiles: () =>
    Object.values(somebody.engine.store.getState().members)
      .filter(({ isEntered }) => isEntered)
      .map(({ userID }) => userID),
  loudest,
  /** What happened, for the message of a failed test. */
  report: () =>
    JSON.stringify({
      told: told.map(({ at, event }) => `${Math.round(at)} ${event}`),
      inRoom: inRoom.map(({ at, what }) => `${Math.round(at)} ${what}`),
      status: engine?.store.getState().status,
      reconnecting: engine?.store.getState().reconnecting,
      shows:
        element?.srcObject instanceof MediaStream && element.srcObject.getTracks().map((track) => track.readyState),
    }),
}

declare global {
  var somebody: SomebodyOnPage
}
export type SomebodyOnPage = typeof somebody
globalThis.somebody = somebody

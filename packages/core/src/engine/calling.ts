import type { Clock } from '../ports/clock.ts'
import type { Media, MediaFact } from '../ports/media.ts'
import type { CallError } from '../protocol/errors.ts'
import type { Known, Sync } from '../protocol/messages.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { membersToMeet } from './callState.ts'
import { preloadCheck } from './checkedCommand.ts'
import { createCommands, type Commands } from './commands.ts'
import type { Emitter } from './emitter.ts'
import { keepTracks, keptTracks } from './keptTracks.ts'
import { withMediaEvents } from './mediaEvents.ts'
import { createMediaSession } from './mediaSession.ts'
import { createReceiver } from './receive.ts'
import { sendCommand, unwrapped } from './send.ts'
import type { Session } from './session.ts'
import type { EngineState } from './state.ts'
import { withFact } from './withFact.ts'

export interface CallingParts {
  clock: Clock
  state: EngineState
  emitter: Emitter
  session: Session
  media: Media
  /** See `MediaSessionOptions`. */
  isWarm: boolean
  isEarly: boolean
  /** As the last login told it. */
  deviceID: () => string
  reconnecting: (what: 'signalling' | 'media', is: boolean) => void
  fail: (error: CallError) => void
}

/** The half of the engine that is about calls. */
export interface Calling {
  commands: Commands
  receive(snapshot: Snapshot): void
  receiveSync(sync: Sync, asked: Known | undefined): void
  takeFact(fact: MediaFact): void
  /** Fetches what a call needs beyond this. Never rejects: what cannot be had now is told when it is needed. */
  preload(): void
  /** Camera and microphone off, and out of the room. */
  darken(): void
  /** This login ends: its call ends here, as by `hangup()`. */
  endHere(): void
  /** The server refuses this login, and with it its call. */
  endWithError(): void
}

/**
 * The half of the engine that is about calls: what snapshots and the media layer tell, and the commands. A page that only waits
 * for a call fetches it when it is idle; see `createCallEngine`.
 */
export function createCalling(parts: CallingParts): Calling {
  const { clock, emitter, session, media, deviceID, fail, reconnecting } = parts
  const state = withMediaEvents(parts.state)
  const self = () => state.inputs.self?.userID ?? ''
  const holder = () => ({ userID: self(), deviceID: deviceID() })

  const receiver = createReceiver(
    state,
    clock,
    () => void session.sync(),
    // Should this fail, too, the next comparison says so again.
    (callID) => void sendCommand(parts, { kind: 'hangup', callID }).catch(() => undefined),
    (callID) => keptTracks(holder(), callID),
  )

  const mediaSession = createMediaSession({
    clock,
    media,
    isWarm: parts.isWarm,
    isEarly: parts.isEarly,
    access: async (callID) => unwrapped(await session.request<'access'>({ kind: 'access', callID })),
    enter: async (callID) => receiver.receive(await sendCommand(parts, { kind: 'enter', callID })),
    self,
    wanted: () => state.store.getState().wanted,
    ask: (change) => state.apply({ asked: { ...state.inputs.asked, ...change } }),
    onReconnecting: (is) => reconnecting('media', is),
    onError: fail,
    onOutdated: () => void session.sync(),
  })

  function hearVolume(levels: ReadonlyMap<string, number>): void {
    const { snapshot } = state.inputs
    if (snapshot?.me.status !== 'connected') return
    const heard = snapshot.members.filter(({ userID, status, isEntered }) =>
      userID === self() ? true : status === 'connected' && isEntered,
    )
    const volumeMap = heard.map(({ userID }) => ({ userID, volume: levels.get(userID) ?? 0 }))
    emitter.emit({ event: 'USER_VOICE_VOLUME', payload: { volumeMap } })
  }

  function preload(): void {
    preloadCheck()
    void media.preload().catch(() => undefined)
  }

  state.store.subscribe((now, before) => {
    const { status, call, wanted } = now
    if (now.members !== before.members) media.setMembers(membersToMeet(now))
    const isIn = status === 'calling' || status === 'connected'
    if (call && isIn && (call !== before.call || wanted !== before.wanted)) keepTracks(holder(), call.callID, wanted)
    mediaSession.follow(state.inputs.snapshot)
    if (status !== before.status && (status === 'ringing' || status === 'calling')) preload()
  })

  const { endHere, ...commands } = createCommands({ clock, state, emitter, session, receiver, media, mediaSession })

  return {
    commands,
    receive: receiver.receive,
    receiveSync: receiver.receiveSync,
    takeFact(fact) {
      if (fact.kind === 'volume') return hearVolume(fact.levels)
      if (fact.kind === 'error') return fail(fact.error)
      if (fact.kind === 'connection') return mediaSession.onConnection(fact)
      if (!mediaSession.isInRoom && (fact.kind === 'remoteTrack' || fact.kind === 'quality')) return
      state.apply({ media: withFact(state.inputs.media, fact, self()) })
      if (fact.kind === 'localTrack') mediaSession.onLocalTrack(fact)
    },
    preload,
    darken: mediaSession.darken,
    endHere,
    endWithError: receiver.endWithError,
  }
}

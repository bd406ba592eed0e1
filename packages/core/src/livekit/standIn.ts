import type { LocalTrack, Room } from 'livekit-client'
import { CallError } from '../protocol/errors.ts'
import type { SilentMicrophone } from './silentMicrophone.ts'
import { sourceTrack } from './sourceTrack.ts'
import { givenUp, whileWanted } from './whileWanted.ts'

export interface StandInHost {
  /** Makes what stands in, a new one each time; whoever takes it stops it. */
  silent(): SilentMicrophone
  /** Resolves when the room takes a microphone; rejects when it never does. */
  allowed(): Promise<void>
  /** The room is left, and takes everything back by itself. */
  over: AbortSignal
}

/**
 * A track of silence, published muted while the browser opens the microphone and filled with what it gives: its way to the others is
 * negotiated by then. It counts as off until `show()`, so nobody is told of a microphone that is not on yet.
 *
 * The picture gains the most: it is published behind the sound, and LiveKit puts off by 150 ms what it has to negotiate within 150 ms
 * of something else.
 */
export class StandIn {
  readonly #room: Room
  readonly #host: StandInHost
  /** Filled and not shown yet, with what frees it from the wish it came of. */
  readonly #filled = new Map<LocalTrack, () => void>()

  constructor(room: Room, host: StandInHost) {
    this.#room = room
    this.#host = host
  }

  /**
   * Hands on what `capture` brings in the track that has stood in for it meanwhile, muted; as it is where none did. Rejects as
   * `capture` does, and nothing stays published. An abort before `show()` turns off at once what is on, and takes the track back.
   */
  async fill(capture: Promise<LocalTrack[]>, signal: AbortSignal): Promise<LocalTrack[]> {
    const on: { stop(): void }[] = []
    let isDue = true
    let silent: SilentMicrophone | undefined
    const published = this.#publish(() => {
      if (isDue) silent = this.#host.silent()
      if (silent) on.push(silent, silent.track)
      return silent
    })
    const leave = () => {
      isDue = false
      signal.removeEventListener('abort', leave)
      for (const each of on) each.stop()
      void published.then((isPublished) => (silent && isPublished ? this.#withdraw(silent.track) : undefined))
    }
    signal.addEventListener('abort', leave)
    try {
      const captured = await capture
      isDue = false
      on.push(...captured)
      if (signal.aborted) leave()
      const isPublished = silent && (await whileWanted(published, signal, () => {}))
      if (isPublished === givenUp) return captured
      if (!silent || !isPublished) {
        signal.removeEventListener('abort', leave)
        return captured
      }
      const [microphone] = captured
      if (!microphone) throw new CallError('NO_DEVICE')
      // A copy, for LiveKit goes on looking after what it has captured.
      const copy = microphone.mediaStreamTrack.clone()
      on.push(copy)
      microphone.stop()
      // Not LiveKit's own yet: to unmute a microphone of its own it may open it again.
      await silent.track.replaceTrack(copy, true)
      silent.stop()
      this.#filled.set(silent.track, () => signal.removeEventListener('abort', leave))
      return [silent.track]
    } catch (cause) {
      leave()
      throw cause
    }
  }

  /** Unmutes what `fill()` has brought. False: that track is none of these. */
  async show(track: LocalTrack): Promise<boolean> {
    const settle = this.#filled.get(track)
    if (!settle) return false
    this.#filled.delete(track)
    settle()
    await track.unmute()
    await track.replaceTrack(sourceTrack(track), false)
    return true
  }

  /** Whether it was. What went wrong is not told here: the capture goes the usual way then, and meets it there. */
  async #publish(make: () => SilentMicrophone | undefined): Promise<boolean> {
    let silent: SilentMicrophone | undefined
    try {
      await this.#host.allowed()
      silent = make()
      if (!silent) return false
      await silent.track.mute()
      await this.#room.localParticipant.publishTrack(silent.track)
      return true
    } catch {
      silent?.stop()
      return false
    }
  }

  async #withdraw(track: LocalTrack): Promise<void> {
    if (!this.#host.over.aborted) await this.#room.localParticipant.unpublishTrack(track).catch(() => {})
  }
}

import { ParticipantEvent, type LocalTrack, type Room } from 'livekit-client'
import { whileWanted } from './whileWanted.ts'

/** How often it is looked whether a track has begun, and how often at most: without packets the track is only slower later. */
const lookMs = 50
const looks = 60
/** What has been sent takes a moment to arrive. */
const arrivalMs = 150

interface Held {
  readonly track: LocalTrack
  /** Puts something into the sender, past the lock. */
  readonly send: (track: MediaStreamTrack | null) => Promise<void>
  /** Black and silence, which a track begins with. */
  readonly dark: MediaStreamTrack
}

/**
 * What I send while the person I call has not accepted: published, so that the others are ready for it, and nothing of it
 * leaves this machine.
 *
 * LiveKit hands a track on only once it has got packets of it, so each begins with black or silence, and nobody may subscribe
 * until that has ended. From then on the upstream is paused. LiveKit would by itself put a device, a background or an unmuted
 * camera back into the sender; the sender is locked against that until `release()`.
 */
export class HeldBack {
  readonly #room: Room
  readonly #held = new Map<RTCRtpSender, Held>()
  readonly #over = new AbortController()
  /** Tracks that have not begun yet. */
  #beginning = 0

  constructor(room: Room) {
    this.#room = room
    // Before the sender is negotiated, so before it sends anything.
    room.localParticipant.on(ParticipantEvent.LocalSenderCreated, (sender, track) => {
      // A local participant's sender has a local track; the event's type says less.
      if (!this.#over.signal.aborted) this.#lock(sender, track as LocalTrack)
    })
  }

  /** Runs `publish`, and returns when nobody gets anything of `track` any more. Does no more than that once released. */
  async publish(track: LocalTrack, publish: () => Promise<unknown>): Promise<void> {
    const { signal } = this.#over
    if (signal.aborted) return void (await publish())
    this.#beginning += 1
    this.#allow(false)
    try {
      await publish()
      const { sender } = track
      const held = sender && this.#held.get(sender)
      if (!held) return
      await whileWanted(hasBegun(sender), signal, () => {})
      if (signal.aborted) return
      await held.send(null)
      held.dark.stop()
      // Released in this moment, it flows already: a pause now would be for good.
      if (signal.aborted) return
      // The lock keeps this from the sender; the others learn that nothing comes.
      await track.pauseUpstream()
    } finally {
      this.#beginning -= 1
      if (!signal.aborted) this.#allow(!this.#beginning)
    }
  }

  /** Everything flows from now on. */
  async release(): Promise<void> {
    if (this.#over.signal.aborted) return
    this.end()
    if (this.#beginning) this.#allow(true)
    const all = [...this.#held]
    // LiveKit drops what comes of a paused track before the word that it goes on, a key frame too; so the word goes first. The
    // senders are locked meanwhile: they would be filled in the same go, which holds the page up, and the word with it.
    await Promise.all(all.map(([, { track }]) => track.resumeUpstream()))
    // By a message and not a timer: who calls is often in another tab by then, where timers wait for up to a second.
    const { port1, port2 } = new MessageChannel()
    await new Promise((resolve) => {
      port1.onmessage = resolve
      port2.postMessage(0)
    })
    port1.close()
    await Promise.all(
      all.map(([sender, { track, send }]) => {
        Reflect.deleteProperty(sender, 'replaceTrack')
        return send(track.mediaStreamTrack)
      }),
    )
  }

  /** No capture is held any more; what is locked stays so. */
  end(): void {
    this.#over.abort()
    this.#held.forEach(({ dark }) => dark.stop())
  }

  #lock(sender: RTCRtpSender, track: LocalTrack): void {
    const dark = track.mediaStreamTrack.clone()
    dark.enabled = false
    // A copy of a capture keeps its light on: the two go off together.
    const stop = track.stop.bind(track)
    track.stop = () => {
      dark.stop()
      stop()
    }
    const send = sender.replaceTrack.bind(sender)
    this.#held.set(sender, { track, send, dark })
    Object.defineProperty(sender, 'replaceTrack', { configurable: true, value: async () => {} })
    send(dark).catch(() => {
      // The room is being left: the sender is no more.
    })
  }

  #allow(isAllowed: boolean): void {
    this.#room.localParticipant.setTrackSubscriptionPermissions(isAllowed)
  }
}

async function hasBegun(sender: RTCRtpSender): Promise<void> {
  for (let look = 0; look < looks; look += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    const reports: Iterable<RTCOutboundRtpStreamStats> = (await sender.getStats()).values()
    // There are other types, which count packets of other tracks.
    const hasSent = [...reports].some(({ type, packetsSent }) => type === 'outbound-rtp' && packetsSent)
    // oxlint-disable-next-line no-await-in-loop -- as above
    await new Promise((resolve) => setTimeout(resolve, hasSent ? arrivalMs : lookMs))
    if (hasSent) return
  }
}

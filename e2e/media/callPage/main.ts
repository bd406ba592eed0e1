/** A page with an engine and one picture on it, and plain livekit-client beside it: the test or benchmark drives it by `phone`. */
import { CallEvent, createCallEngine, type CallEngine, type CallEngineOptions } from '@ringkit/core'
import { Room, RoomEvent, Track, type RemoteTrack } from 'livekit-client'
import { captures, hooks, lights, noteCopies } from '../page/captures.ts'

// Every connection there has been: what comes in by them is all that any client could make use of.
const peers: RTCPeerConnection[] = []
/** How often a track of somebody has come to this page. */
let arrived = 0
/** When what happened for the first time since Accept was clicked, epoch ms; 0: not yet. */
const marks = {
  clickedAt: 0,
  connectedAt: 0,
  /** The camera is on. */
  capturedAt: 0,
  /** The way of somebody's sound to this page is negotiated. */
  soundNegotiatedAt: 0,
  /** The way of somebody's picture to this page is negotiated. */
  negotiatedAt: 0,
}
const mark = (what: keyof typeof marks) => void (marks[what] ||= now())
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    peers.push(this)
    this.addEventListener('track', ({ track, streams }) => {
      // LiveKit keeps places ready for tracks to come: those are of no participant.
      if (!streams.some(({ id }) => id.startsWith('PA_'))) return
      arrived += 1
      mark(track.kind === 'video' ? 'negotiatedAt' : 'soundNegotiatedAt')
    })
  }
}

/** Packets and frames of others that have reached this page, and how many of their tracks it is ready for. */
async function received(): Promise<{ packets: number; frames: number; tracks: number }> {
  const sum = { packets: 0, frames: 0, tracks: arrived }
  for (const peer of peers) {
    for (const report of (await peer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (report.type !== 'inbound-rtp') continue
      sum.packets += report.packetsReceived ?? 0
      sum.frames += report.framesDecoded ?? 0
    }
  }
  return sum
}

/** How far the connections to send by are. The page offers these; those to receive by are offered by LiveKit. */
function sending(): RTCPeerConnectionState[] {
  return peers
    .filter(({ localDescription }) => localDescription?.type === 'offer')
    .map(({ connectionState }) => connectionState)
}

/** How often this page has asked for a key frame. */
async function keyFrameRequests(): Promise<number> {
  let count = 0
  for (const peer of peers) {
    for (const report of (await peer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>)
      if (report.type === 'inbound-rtp' && report.kind === 'video') count += report.pliCount ?? 0
  }
  return count
}

/** Frames and bytes of each picture of somebody else that has ever come to this page, by its track. */
async function pictures(): Promise<Record<string, { frames: number; bytes: number }>> {
  const all: Record<string, { frames: number; bytes: number }> = {}
  for (const peer of peers) {
    for (const report of (await peer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
      if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue
      all[report.trackIdentifier] = { frames: report.framesReceived ?? 0, bytes: report.bytesReceived ?? 0 }
    }
  }
  return all
}

const remote = element('remote', HTMLVideoElement)
const events: string[] = []
let leaveShown = () => {}
let engine: CallEngine | undefined
let asked = 0
let isRefused = false
let onAccept: () => void = () => {}

noteCopies()

hooks.beforeCapture = () => {
  asked += 1
  if (isRefused) throw new DOMException('refused', 'NotAllowedError')
}
hooks.afterCapture = (stream) => void (stream.getVideoTracks().length > 0 && mark('capturedAt'))
/** Of one clock for all pages of a machine, ms. */
const now = () => performance.timeOrigin + performance.now()

function element<T extends HTMLElement>(id: string, kind: new () => T): T {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`There is no such element: ${id}.`)
  return found
}

element('accept', HTMLButtonElement).addEventListener('click', () => {
  mark('clickedAt')
  onAccept()
})

/** Is there anything to be seen, or is it black? */
function isLit(): boolean {
  const canvas = document.createElement('canvas')
  canvas.width = 16
  canvas.height = 16
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.drawImage(remote, 0, 0, 16, 16)
  const { data } = context.getImageData(0, 0, 16, 16)
  return data.some((value, index) => index % 4 < 3 && value > 60)
}

/** Resolves with when the first frame that is not black was shown, and when its last packet had come, epoch ms. */
function firstFrame(): Promise<{ shownAt: number; receivedAt: number }> {
  return new Promise((resolve) => {
    const look: VideoFrameRequestCallback = (_now, { receiveTime = NaN }) => {
      if (isLit()) resolve({ shownAt: now(), receivedAt: performance.timeOrigin + receiveTime })
      else remote.requestVideoFrameCallback(look)
    }
    remote.requestVideoFrameCallback(look)
  })
}

function signedIn(): CallEngine {
  if (!engine) throw new Error('Sign in first.')
  return engine
}

/** Shows `userID` as soon as the call is connected, as a call view does. */
function showWhenConnected(userID: string): void {
  const { store } = signedIn()
  const look = () => {
    if (store.getState().status !== 'connected') return
    stop()
    signedIn().attach(userID, 'camera', remote)
  }
  const stop = store.subscribe(look)
}

const phone = {
  /** For one's own picture. */
  own: undefined as HTMLVideoElement | undefined,
  events,
  lights,
  captures,
  firstFrame,
  received,
  sending,
  pictures,
  /** How many sounds of others this page plays. */
  sounds: () => [...document.querySelectorAll('audio')].filter(({ srcObject }) => srcObject).length,
  refuse: () => void (isRefused = true),
  show: (userID: string) => void signedIn().attach(userID, 'camera', remote),
  /** Shows this person in place of another one, or nobody, as another page of tiles does. */
  turnTo(userID: string | undefined) {
    leaveShown()
    leaveShown = userID === undefined ? () => {} : signedIn().attach(userID, 'camera', remote)
  },
  get engine() {
    return signedIn()
  },
  /** How often camera or microphone were asked for. */
  get asked() {
    return asked
  },
  marks,
  keyFrameRequests,
  async signIn(options: CallEngineOptions): Promise<void> {
    engine = createCallEngine(options)
    for (const event of Object.values(CallEvent)) {
      if (event !== 'USER_VOICE_VOLUME')
        engine.on(event, (payload) => events.push(`${event} ${JSON.stringify(payload)}`))
    }
    onAccept = () =>
      void signedIn()
        .accept()
        .catch((error: unknown) => events.push(`accept: ${String(error)}`))
    const { store } = engine
    store.subscribe(({ status }) => status === 'connected' && mark('connectedAt'))
    await engine.login()
  },
  showWhenConnected,
  /** Resolves once the state is such. */
  untilStatus: (status: string) =>
    new Promise<void>((resolve) => {
      const { store } = signedIn()
      const look = () => store.getState().status === status && resolve()
      store.subscribe(look)
      look()
    }),
  /** Enters a room by plain livekit-client, at once or when Accept is clicked. */
  async joinPlain(access: { url: string; token: string }, isOnAccept: boolean): Promise<void> {
    const room = new Room({ adaptiveStream: true, dynacast: true })
    room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack) => {
      if (track.kind === Track.Kind.Video) track.attach(remote)
    })
    const join = async () => {
      await room.connect(access.url, access.token)
      await room.localParticipant.enableCameraAndMicrophone()
    }
    if (!isOnAccept) return join()
    onAccept = () => void join()
  },
}

declare global {
  var phone: Phone
}
export type Phone = typeof phone
globalThis.phone = phone

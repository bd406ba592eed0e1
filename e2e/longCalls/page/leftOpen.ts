/** To be imported before anything else: what a page has opened and not closed. It holds on to that alone. */
const connections = new Set<RTCPeerConnection>()
const contexts = new Set<AudioContext>()
const sockets = new Set<WebSocket>()
const tracks = new Set<MediaStreamTrack>()
const intervals = new Set<unknown>()

globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.add(this)
  }
  override close(): void {
    connections.delete(this)
    super.close()
  }
}

globalThis.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options)
    contexts.add(this)
  }
  override close(): Promise<void> {
    contexts.delete(this)
    return super.close()
  }
}

globalThis.WebSocket = class extends WebSocket {
  constructor(url: string | URL, protocols?: string | string[]) {
    super(url, protocols)
    sockets.add(this)
  }
}

const { mediaDevices } = navigator
for (const method of ['getUserMedia', 'getDisplayMedia'] as const) {
  const original = mediaDevices[method].bind(mediaDevices)
  mediaDevices[method] = async (constraints) => {
    const stream = await original(constraints)
    for (const track of stream.getTracks()) tracks.add(track)
    return stream
  }
}
const { clone } = MediaStreamTrack.prototype
MediaStreamTrack.prototype.clone = function cloneCounted() {
  const copy = clone.call(this)
  tracks.add(copy)
  return copy
}
const { captureStream } = HTMLCanvasElement.prototype
HTMLCanvasElement.prototype.captureStream = function captureCounted(rate) {
  const stream = captureStream.call(this, rate)
  for (const track of stream.getTracks()) tracks.add(track)
  return stream
}

const { setInterval, clearInterval } = globalThis
// Node's types are in the way of the browser's.
globalThis.setInterval = ((work: () => void, ms?: number) => {
  const id = setInterval(work, ms)
  intervals.add(id)
  return id
}) as typeof globalThis.setInterval
globalThis.clearInterval = ((id?: number) => {
  intervals.delete(id)
  clearInterval(id)
}) as typeof globalThis.clearInterval

/** What is open by now. */
export interface LeftOpen {
  /** Captured or copied, and not ended. */
  tracks: number
  audioContexts: number
  peerConnections: number
  webSockets: number
  intervals: number
  /** In the document. */
  mediaElements: number
}

/** Counts what has been opened and not closed, and forgets the rest. */
export function leftOpen(): LeftOpen {
  for (const track of tracks) if (track.readyState === 'ended') tracks.delete(track)
  for (const socket of sockets) if (socket.readyState === WebSocket.CLOSED) sockets.delete(socket)
  return {
    tracks: tracks.size,
    audioContexts: contexts.size,
    peerConnections: connections.size,
    webSockets: sockets.size,
    intervals: intervals.size,
    mediaElements: document.querySelectorAll('audio, video').length,
  }
}

/** What an app may put between its devices and the room. */
import type { RoomOptions, Track, TrackProcessor, VideoProcessorOptions, AudioProcessorOptions } from 'livekit-client'

export const toneHz = 3_000

/** What the processors of this page went through, and what a test may have happen to them. */
export const processing = {
  /** Of the microphone's, in order. */
  steps: [] as ('init' | 'started' | 'restarted' | 'destroyed')[],
  /** Running at the moment. */
  running: 0,
  beforeInit: (): void | Promise<void> => {},
  beforeRestart: (): void | Promise<void> => {},
}

/** Whatever the microphone hears, the others hear a tone. `isSettled`: it stays in its first AudioContext, as Krisp's does. */
function tone(isSettled: boolean): TrackProcessor<Track.Kind.Audio, AudioProcessorOptions> {
  let context: AudioContext | undefined
  let end: (() => void) | undefined
  const start = (options: AudioProcessorOptions) => {
    end?.()
    context = isSettled && context ? context : options.audioContext
    const oscillator = new OscillatorNode(context, { frequency: toneHz })
    const destination = context.createMediaStreamDestination()
    oscillator.connect(destination)
    oscillator.start()
    Object.assign(processor, { processedTrack: destination.stream.getAudioTracks()[0] })
    processing.running += 1
    end = () => {
      oscillator.stop()
      delete processor.processedTrack
      processing.running -= 1
      end = undefined
    }
  }
  const processor: ReturnType<typeof tone> = {
    name: 'tone',
    async init(options) {
      processing.steps.push('init')
      await processing.beforeInit()
      start(options)
      processing.steps.push('started')
    },
    async restart(options) {
      await processing.beforeRestart()
      start(options)
      processing.steps.push('restarted')
    },
    async destroy() {
      end?.()
      context = undefined
      processing.steps.push('destroyed')
    },
  }
  return processor
}

/** Leaves the picture as it is. */
const idle: TrackProcessor<Track.Kind.Video, VideoProcessorOptions> = {
  name: 'idle',
  init: async () => processing.beforeInit(),
  restart: async () => {},
  destroy: async () => {},
}

export const withProcessors = (isSettled: boolean): RoomOptions => ({
  audioCaptureDefaults: { processor: tone(isSettled) },
  videoCaptureDefaults: { processor: idle },
})

/** Every track that was given to a connection to be sent. */
export const sent = new Set<MediaStreamTrack>()
const { addTransceiver, addTrack } = RTCPeerConnection.prototype
const { replaceTrack } = RTCRtpSender.prototype
const note = (track: unknown) => {
  if (track instanceof MediaStreamTrack) sent.add(track)
}
RTCPeerConnection.prototype.addTransceiver = function (track, init) {
  note(track)
  return addTransceiver.call(this, track, init)
}
RTCPeerConnection.prototype.addTrack = function (track, ...streams) {
  note(track)
  return addTrack.call(this, track, ...streams)
}
RTCRtpSender.prototype.replaceTrack = function (track) {
  note(track)
  return replaceTrack.call(this, track)
}

/** The loudest frequency of a sound at this moment, Hz; 0 in silence. */
export function pitchOf(track: MediaStreamTrack): () => number {
  const context = new AudioContext()
  const analyser = new AnalyserNode(context, { fftSize: 2_048 })
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
  const bins = new Uint8Array(analyser.frequencyBinCount)
  return () => {
    analyser.getByteFrequencyData(bins)
    const loudest = Math.max(...bins)
    return loudest === 0 ? 0 : (bins.indexOf(loudest) * context.sampleRate) / analyser.fftSize
  }
}

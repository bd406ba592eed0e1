import { amplitudeOfSamples, levelOfAmplitude } from './levels.ts'
import { openContext, resumeContext } from './openContext.ts'

/** 43 ms at 48 kHz: long enough that no syllable falls between two looks at 30 a second. */
const sampleCount = 2_048

interface Probe {
  source: MediaStreamAudioSourceNode
  analyser: AnalyserNode
}

/**
 * Loudness of captured or received sound, by one AudioContext with an analyser per track. Opens the context at the first
 * track, so a page that never calls has none. The receivers' synchronization sources would need no context, but behind
 * LiveKit 1.13 they carry no `audioLevel` (measured in Chromium), and the server's own level has eight steps.
 */
export class SampleMeter {
  readonly #probes = new Map<MediaStreamTrack, Probe>()
  readonly #samples = new Float32Array(sampleCount)
  readonly #over = new AbortController()
  #context: AudioContext | undefined

  /** 0..100; 0 while the browser keeps the context from running. */
  level(track: MediaStreamTrack): number {
    if (this.#over.signal.aborted || track.readyState === 'ended' || !track.enabled) return 0
    const probe = this.#probes.get(track) ?? this.#probe(track)
    probe.analyser.getFloatTimeDomainData(this.#samples)
    return levelOfAmplitude(amplitudeOfSamples(this.#samples))
  }

  /** Lets go of every track but these. */
  keep(tracks: ReadonlySet<MediaStreamTrack>): void {
    for (const [track, probe] of this.#probes) {
      if (tracks.has(track)) continue
      probe.source.disconnect()
      this.#probes.delete(track)
    }
  }

  /** To be called in a click: browsers start no context without one. */
  resume(): void {
    if (this.#context) void resumeContext(this.#context)
  }

  end(): void {
    this.keep(new Set())
    this.#over.abort()
    this.#context = undefined
  }

  #probe(track: MediaStreamTrack): Probe {
    const context = (this.#context ??= openContext(this.#over.signal))
    const analyser = context.createAnalyser()
    analyser.fftSize = sampleCount
    const source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    const probe = { source, analyser }
    this.#probes.set(track, probe)
    return probe
  }
}

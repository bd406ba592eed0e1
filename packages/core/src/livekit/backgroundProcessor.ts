import type { Track, TrackProcessor, VideoProcessorOptions } from 'livekit-client'
import type { Pipeline, PipelineHost, Scene } from './backgroundKit.ts'

/** Makes a pipeline; `startPipeline` of the kit, which is loaded by then. */
export type StartPipeline = (
  options: VideoProcessorOptions,
  host: Pick<PipelineHost, 'scene' | 'broken'>,
) => Promise<Pipeline>

/**
 * A background on one camera track, for as long as LiveKit keeps that track: it is started anew with each new capture, and
 * not at all on a camera that is off. A start that fails fails the capture, so that the bare picture is never sent instead.
 */
export class BackgroundProcessor implements TrackProcessor<Track.Kind.Video, VideoProcessorOptions> {
  readonly name = 'ringkit-background'
  // The interface wants it absent, not undefined; LiveKit asks for it with `?.` and `??`.
  declare processedTrack?: MediaStreamTrack
  readonly #start: StartPipeline
  readonly #broken: (cause: unknown) => void
  #scene: Scene
  #pipeline: Pipeline | undefined
  /** Counts starts and ends: what comes of an earlier one is ended when it comes. */
  #round = 0

  constructor(scene: Scene, start: StartPipeline, broken: (cause: unknown) => void) {
    this.#scene = scene
    this.#start = start
    this.#broken = broken
  }

  init = (options: VideoProcessorOptions): Promise<void> => this.restart(options)

  restart = async (options: VideoProcessorOptions): Promise<void> => {
    await this.destroy()
    if (options.track.readyState === 'ended') return
    const round = this.#round
    const pipeline = await this.#start(options, {
      scene: this.#scene,
      broken: (cause) => {
        // Before it is started, the start rejects.
        if (round === this.#round && this.#pipeline) this.#broken(cause)
      },
    })
    if (round !== this.#round) return pipeline.end()
    this.#pipeline = pipeline
    this.processedTrack = pipeline.picture
  }

  destroy = async (): Promise<void> => {
    this.#round += 1
    const pipeline = this.#pipeline
    this.#pipeline = undefined
    delete this.processedTrack
    await pipeline?.end()
  }

  async show(scene: Scene): Promise<void> {
    this.#scene = scene
    await this.#pipeline?.show(scene)
  }
}

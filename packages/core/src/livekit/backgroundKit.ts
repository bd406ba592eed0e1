/**
 * The heavy half of backgrounds: MediaPipe and LiveKit's track processors. Loaded by a dynamic import when a background is
 * first used; nothing else may import it, except for its types.
 */
import {
  BackgroundTransformer,
  ProcessorWrapper,
  setLogLevel,
  supportsBackgroundProcessors,
} from '@livekit/track-processors'
import type { LogLevel, VideoProcessorOptions } from 'livekit-client'
import { CallError } from '../protocol/errors.ts'
import type { BackgroundAssets } from './backgroundAssets.ts'
import { createPictureClock, type PictureClock } from './pictureClock.ts'

/** What is to be seen behind the person, ready to be drawn. */
export type Scene = { kind: 'blur' } | { kind: 'image'; image: ImageBitmap }

/** A camera's picture on its way through a background. */
export interface Pipeline {
  /** What may be sent. Shows nothing but finished pictures. */
  readonly picture: MediaStreamTrack
  /** Changes the background. Pictures stand still for the moment that takes. */
  show(scene: Scene): Promise<void>
  end(): Promise<void>
}

export interface PipelineHost {
  assets: BackgroundAssets
  scene: Scene
  /** Told once: no picture comes out any more. */
  broken(cause: unknown): void
}

/** LiveKit's own default. */
const blurRadius = 10
/** A wrong frame now and then harms nobody; a row of them means that it has stopped working. */
const failedFramesLimit = 10
/** For 10 MB on a slow line. */
const startTimeoutMs = 60_000
/** For a computer that takes its time to warm up. */
const firstPictureTimeoutMs = 5_000

/** Rejects with MEDIA_FAILED when this browser cannot do it. */
export function assertSupported(): void {
  isSupported ??= supportsBackgroundProcessors()
  if (isSupported) return
  throw new CallError(
    'MEDIA_FAILED',
    'This browser cannot put a background behind a person: it lacks WebGL 2 or WebCodecs.',
  )
}
// Each look makes a WebGL context, of which a page has 16.
let isSupported: boolean | undefined

/** Fetches and decodes an image. Rejects with MEDIA_FAILED. */
export async function loadImage(url: string): Promise<ImageBitmap> {
  const element = new Image()
  element.crossOrigin = 'anonymous'
  element.src = url
  try {
    await element.decode()
    return await createImageBitmap(element)
  } catch (cause) {
    throw new CallError(
      'MEDIA_FAILED',
      'The background image could not be loaded: it has to be an image that the page may read (same site, or sent with CORS headers).',
      { cause },
    )
  }
}

/** How much is written to the console. */
export function quiet(level: keyof typeof LogLevel): void {
  setLogLevel(level)
}

/** Puts a background behind whoever is in `options.track`. Rejects with MEDIA_FAILED; then nothing is left running. */
export async function startPipeline(options: VideoProcessorOptions, host: PipelineHost): Promise<Pipeline> {
  assertSupported()
  const transformer = new SceneTransformer(host)
  // Where a browser has no track generator, LiveKit looks for its canvas by this name.
  const wrapper = new ProcessorWrapper(transformer, `ringkit-background-${crypto.randomUUID()}`)
  try {
    await inTurn(() => withinTime(wrapper.init(options), startTimeoutMs))
    // Elsewhere LiveKit feeds it only when this is done. A camera that gives no pictures has none to hide.
    if (wrapper.trackGenerator) await transformer.firstPicture(firstPictureTimeoutMs)
    const picture = wrapper.processedTrack
    if (!picture) throw new Error('LiveKit made no processed track.')
    return { picture, show: (scene) => transformer.show(scene), end: () => wrapper.destroy() }
  } catch (cause) {
    release(wrapper, transformer)
    throw new CallError(
      'MEDIA_FAILED',
      `The background could not be started. Are its files at ${host.assets.wasm} and ${host.assets.model}? See docs/backgrounds.md.`,
      { cause },
    )
  }
}

// MediaPipe hands its program over in a global variable: two at once would take each other's.
let last: Promise<unknown> = Promise.resolve()
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = last.then(work)
  last = done.catch(() => {})
  return done
}

function withinTime<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It took longer than ${timeoutMs / 1_000} s.`)), timeoutMs)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** What a start that failed half-way has opened; `destroy` of LiveKit's wrapper leaves that alone. */
function release(wrapper: ProcessorWrapper<Record<string, unknown>>, transformer: SceneTransformer): void {
  wrapper.trackGenerator?.stop()
  wrapper.displayCanvas?.remove()
  wrapper.processor?.readable.cancel().catch(() => {})
  transformer.destroy().catch(() => {})
}

/**
 * LiveKit's background transformer with one rule: what comes out is a finished picture or nothing. The original lets the
 * camera's own picture through as its first frame, while it is being restarted, and wherever it finds nobody to cut out.
 */
class SceneTransformer extends BackgroundTransformer {
  readonly #host: PipelineHost
  #scene: Scene
  #isReady = false
  #clock: PictureClock | undefined
  #failedFrames = 0
  #shown: () => void = () => {}
  #failed: (cause: unknown) => void = () => {}
  readonly #first = new Promise<void>((resolve, reject) => {
    this.#shown = resolve
    this.#failed = reject
  })

  constructor(host: PipelineHost) {
    super({
      assetPaths: { tasksVisionFileSet: host.assets.wasm, modelAssetPath: host.assets.model },
      // Without a graphics card its emulation is ten times slower than a processor at finding a person.
      segmenterOptions: { delegate: hasGraphicsCard() ? 'GPU' : 'CPU' },
    })
    this.#host = host
    this.#scene = host.scene
    this.#first.catch(() => {})
  }

  /** Resolves with the first picture, or when it is not worth waiting any longer; rejects when there will be none. */
  async firstPicture(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([this.#first, late]).finally(() => clearTimeout(timer))
  }

  override async init(options: Parameters<BackgroundTransformer['init']>[0]): Promise<void> {
    await super.init(options)
    options.outputCanvas.addEventListener('webglcontextlost', (event) => this.#broke(event))
    this.#clock = createPictureClock(options.outputCanvas)
    await this.show(this.#scene)
  }

  async show(scene: Scene): Promise<void> {
    this.#scene = scene
    const { gl } = this
    if (!gl) throw new Error('There is no WebGL context.')
    this.#isReady = false
    gl.setBlurRadius(scene.kind === 'blur' ? blurRadius : null)
    if (scene.kind === 'image') await gl.setBackgroundImage(scene.image)
    this.#isReady = this.#scene === scene
  }

  override async transform(frame: VideoFrame, controller: TransformStreamDefaultController<VideoFrame>): Promise<void> {
    try {
      if (this.#isReady && !this.isDisabled && frame.codedWidth > 0) this.#drawInTime(frame, controller)
      this.#failedFrames = 0
    } catch (cause) {
      this.#failedFrames += 1
      if (this.#failedFrames === failedFramesLimit) this.#broke(cause)
    } finally {
      frame.close()
    }
  }

  /** Draws what the machine has time for: where there is no graphics card, not every frame, and smaller. */
  #drawInTime(frame: VideoFrame, controller: TransformStreamDefaultController<VideoFrame>): void {
    const look = this.#clock?.look()
    if (look === 'tooSlow') return this.#broke(new Error('Its pictures take too long on this computer.'))
    if (look === 'busy') return
    this.#clock?.time(frame, (sized) => this.#draw(sized, controller))
  }

  #draw(frame: VideoFrame, controller: TransformStreamDefaultController<VideoFrame>): void {
    const { canvas, gl, imageSegmenter } = this
    if (!canvas || !gl || !imageSegmenter) return
    canvas.width = frame.displayWidth
    canvas.height = frame.displayHeight
    let hasMask = false
    // Runs its callback before it returns.
    imageSegmenter.segmentForVideo(frame, performance.now(), (result) => {
      const mask = result.categoryMask?.getAsWebGLTexture()
      if (mask) gl.updateMask(mask)
      hasMask = mask !== undefined
      result.close()
    })
    // An empty mask would show the whole room.
    if (!hasMask) throw new Error('Nobody was looked for in this frame.')
    gl.renderFrame(frame)
    controller.enqueue(new VideoFrame(canvas, { timestamp: frame.timestamp }))
    this.#shown()
  }

  #broke(cause: unknown): void {
    if (this.isDisabled) return
    this.isDisabled = true
    this.#failed(cause)
    this.#host.broken(cause)
  }
}

function hasGraphicsCard(): boolean {
  hasCard ??= !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(rendererName())
  return hasCard
}
let hasCard: boolean | undefined

function rendererName(): string {
  const gl = document.createElement('canvas').getContext('webgl2')
  const info = gl?.getExtension('WEBGL_debug_renderer_info')
  const name: unknown = gl?.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  gl?.getExtension('WEBGL_lose_context')?.loseContext()
  return String(name)
}

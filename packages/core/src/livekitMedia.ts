import type { LivekitMediaOptions } from './livekit/livekitMediaOptions.ts'
import type { Media, MediaFact, MediaFactory, PictureSource } from './ports/media.ts'
import { CallError } from './protocol/errors.ts'

/**
 * Picture and sound by LiveKit. What this returns is a light shell: livekit-client (150 kB compressed) is no part of the
 * page's first load. It is fetched by `preload()`, at the latest by the first ring, `getDevices()` or a preview.
 *
 * @example
 * const engine = createCallEngine({ url, token, media: livekitMedia({ room: { publishDefaults: { videoCodec: 'vp9' } } }) })
 */
export function livekitMedia(options: LivekitMediaOptions = {}): MediaFactory {
  return (factoryOptions) =>
    new LazyMedia(async () => {
      const { LivekitAdapter } = await import('./livekit.ts')
      return new LivekitAdapter(options, factoryOptions)
    })
}

/** Something asked for before the adapter was there: once it is, `start` hands it on. */
interface Waiting {
  start(media: Media): () => void
  stop: (() => void) | undefined
}

/** A `Media` whose other half is fetched when it is needed. Leaving before that cancels what was asked for. */
export class LazyMedia implements Media {
  readonly hasRoom = true
  readonly #load: () => Promise<Media>
  readonly #waiting = new Set<Waiting>()
  #loading: Promise<Media> | undefined
  #media: Media | undefined
  #members: readonly string[] = []
  /** Counts the times everything was called off. */
  #round = 0
  #isDestroyed = false

  constructor(load: () => Promise<Media>) {
    this.#load = load
  }

  setMembers(userIDs: readonly string[]): void {
    this.#members = userIDs
    this.#media?.setMembers(userIDs)
  }

  onFact(listener: (fact: MediaFact) => void): () => void {
    return this.#whenLoaded((media) => media.onFact(listener))
  }

  attach(userID: string, source: PictureSource, element: HTMLVideoElement): () => void {
    return this.#whenLoaded((media) => media.attach(userID, source, element))
  }

  onVolume(userID: string, listener: (volume: number) => void): () => void {
    return this.#whenLoaded((media) => media.onVolume(userID, listener))
  }

  onMutedVolume(listener: (volume: number) => void): () => void {
    return this.#whenLoaded((media) => media.onMutedVolume(listener))
  }

  async preload(): Promise<void> {
    await this.#loaded()
  }

  connect: Media['connect'] = (access, options) => this.#unlessLeft((media) => media.connect(access, options))
  warm: Media['warm'] = (access, options, signal) => this.#unlessLeft((media) => media.warm(access, options, signal))
  open: Media['open'] = () => this.#unlessLeft((media) => media.open())
  setCamera: Media['setCamera'] = (isOn) => this.#set(isOn, (media) => media.setCamera(isOn))
  setMicrophone: Media['setMicrophone'] = (isOn) => this.#set(isOn, (media) => media.setMicrophone(isOn))
  setScreenShare: Media['setScreenShare'] = (isOn) => this.#set(isOn, (media) => media.setScreenShare(isOn))
  switchDevice: Media['switchDevice'] = (kind, deviceID) => this.#with((media) => media.switchDevice(kind, deviceID))
  getDevices: Media['getDevices'] = () => this.#with((media) => media.getDevices())
  preview: Media['preview'] = (options) => this.#unlessLeft((media) => media.preview(options))
  setNoiseSuppression: Media['setNoiseSuppression'] = (isOn) => this.#with((media) => media.setNoiseSuppression(isOn))
  /** As it is, it is from the start. Anything else is fetched for at once: whoever asks hears whether it can be had. */
  setBackground: Media['setBackground'] = (background) =>
    this.#loading || background.kind !== 'none'
      ? this.#with((media) => media.setBackground(background))
      : Promise.resolve()
  checkRoom: Media['checkRoom'] = (access, signal) => this.#with((media) => media.checkRoom(access, signal))

  async startAudio(): Promise<void> {
    await this.#media?.startAudio()
  }

  async disconnect(): Promise<void> {
    this.#round += 1
    await this.#media?.disconnect()
  }

  async destroy(): Promise<void> {
    this.#round += 1
    this.#isDestroyed = true
    this.#waiting.clear()
    await this.#media?.destroy()
  }

  #whenLoaded(start: (media: Media) => () => void): () => void {
    if (this.#isDestroyed) return () => {}
    const waiting: Waiting = { start, stop: this.#media && start(this.#media) }
    this.#waiting.add(waiting)
    return () => {
      this.#waiting.delete(waiting)
      waiting.stop?.()
    }
  }

  /** Turning off what cannot be on yet is no reason to fetch anything. */
  #set(isOn: boolean, act: (media: Media) => Promise<void>): Promise<void> {
    if (isOn) return this.#unlessLeft(act)
    return this.#loading ? this.#with(act) : Promise.resolve()
  }

  async #with<T>(act: (media: Media) => Promise<T>): Promise<T> {
    return act(this.#media ?? (await this.#loaded()))
  }

  /** For what opens or captures something: `disconnect()` while the code is being fetched calls it off. */
  #unlessLeft<T>(act: (media: Media) => Promise<T>): Promise<T> {
    const round = this.#round
    return this.#with(async (media) => {
      if (round !== this.#round) throw new CallError('WRONG_STATE', 'The room was left meanwhile.')
      return act(media)
    })
  }

  #loaded(): Promise<Media> {
    if (this.#isDestroyed) return Promise.reject(destroyed())
    this.#loading ??= this.#fetch()
    return this.#loading
  }

  async #fetch(): Promise<Media> {
    try {
      const media = await this.#load()
      if (this.#isDestroyed) {
        await media.destroy()
        throw destroyed()
      }
      media.setMembers(this.#members)
      this.#media = media
      for (const waiting of this.#waiting) waiting.stop = waiting.start(media)
      return media
    } catch (cause) {
      // The next one who needs it tries again.
      this.#loading = undefined
      throw CallError.from(cause, 'MEDIA_FAILED')
    }
  }
}

const destroyed = () => new CallError('WRONG_STATE', 'This engine was destroyed; make another one.')

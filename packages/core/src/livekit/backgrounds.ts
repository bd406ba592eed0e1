import { LocalVideoTrack, type LogLevel, type LocalTrack } from 'livekit-client'
import type { Background } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import { absoluteAssets, type BackgroundAssets } from './backgroundAssets.ts'
import type * as Kit from './backgroundKit.ts'
import { BackgroundProcessor } from './backgroundProcessor.ts'
import { prepared } from './prepared.ts'
import { sourceTrack } from './sourceTrack.ts'

export interface BackgroundsHost {
  assets: Partial<BackgroundAssets> | undefined
  logLevel: keyof typeof LogLevel
  /** That camera sends no picture any more, since its background has stopped working. */
  broken(track: LocalVideoTrack, error: CallError): void
}

/** What is behind me, in every camera picture of this page: calls and previews, those to come too. One change at a time. */
export class Backgrounds {
  readonly #host: BackgroundsHost
  readonly #tracks = new Set<LocalVideoTrack>()
  #scene: Kit.Scene | undefined
  #last: Promise<unknown> = Promise.resolve()

  constructor(host: BackgroundsHost) {
    this.#host = host
  }

  /** Resolves when it can be seen on every camera that is on. Rejects with MEDIA_FAILED, and what was there before stays. */
  set(background: Background): Promise<void> {
    return this.#next(async () => {
      const before = this.#scene
      this.#scene = await this.#sceneOf(background)
      try {
        for (const track of this.#live()) await this.#put(track)
      } catch (cause) {
        this.#scene = before
        for (const track of this.#live()) await this.#put(track).catch(() => {})
        throw CallError.from(cause, 'MEDIA_FAILED')
      }
    })
  }

  /**
   * Hands on what is captured once the background is behind it: until then nobody sees it. Rejects as the capture does, or
   * with MEDIA_FAILED; then nothing is on. An abort turns off at once what is on already.
   */
  behind(capture: Promise<LocalTrack[]>, signal: AbortSignal): Promise<LocalTrack[]> {
    return prepared(capture, signal, (tracks) => this.#add(tracks))
  }

  #add(tracks: readonly LocalTrack[]): Promise<void> {
    return this.#next(async () => {
      this.#forgetStopped()
      for (const track of tracks) {
        if (!(track instanceof LocalVideoTrack)) continue
        await this.#put(track)
        this.#tracks.add(track)
      }
    })
  }

  #next<T>(step: () => Promise<T>): Promise<T> {
    const done = this.#last.then(step)
    this.#last = done.catch(() => {})
    return done
  }

  #live(): LocalVideoTrack[] {
    this.#forgetStopped()
    return [...this.#tracks]
  }

  /** LiveKit's tracks that are stopped never come back: the next capture is another track. A camera that is paused is not stopped. */
  #forgetStopped(): void {
    for (const track of this.#tracks) if (track.isStopped) this.#tracks.delete(track)
  }

  async #put(track: LocalVideoTrack): Promise<void> {
    const scene = this.#scene
    const processor = track.getProcessor()
    const own = processor instanceof BackgroundProcessor ? processor : undefined
    if (!scene) {
      if (own) await takeAway(track)
    } else if (own) {
      await own.show(scene)
    } else {
      const kit = await this.#kit()
      const assets = absoluteAssets(this.#host.assets, document.baseURI)
      const fresh = new BackgroundProcessor(
        scene,
        (options, host) => kit.startPipeline(options, { ...host, assets }),
        (cause) => this.#host.broken(track, stopped(cause)),
      )
      await track.setProcessor(fresh)
      if (track.isStopped) await fresh.destroy()
    }
  }

  async #sceneOf(background: Background): Promise<Kit.Scene | undefined> {
    if (background.kind === 'none') return undefined
    const kit = await this.#kit()
    kit.assertSupported()
    return background.kind === 'blur' ? background : { kind: 'image', image: await kit.loadImage(background.url) }
  }

  async #kit(): Promise<typeof Kit> {
    try {
      const kit = await import('./backgroundKit.ts')
      kit.quiet(this.#host.logLevel)
      return kit
    } catch (cause) {
      throw new CallError('MEDIA_FAILED', 'The code for backgrounds could not be loaded.', { cause })
    }
  }
}

async function takeAway(track: LocalVideoTrack): Promise<void> {
  try {
    await track.stopProcessor()
  } catch (cause) {
    // LiveKit, done with the processor, turns to the camera's settings, which a camera that is off refuses.
    if (track.getProcessor() || sourceTrack(track).readyState !== 'ended') throw cause
  }
}

const stopped = (cause: unknown) =>
  new CallError('MEDIA_FAILED', 'The background has stopped working: the camera was turned off.', { cause })

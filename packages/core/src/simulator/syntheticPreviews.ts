import type { Preview, PreviewOptions } from '../ports/media.ts'
import type { SyntheticClock } from './syntheticClock.ts'
import type { CaptureKind, Person } from './syntheticPerson.ts'
import { openSyntheticPreview, type SyntheticPreview } from './syntheticPreview.ts'
import { leftMeanwhile } from './syntheticSending.ts'

/** What previews need of their device. */
export interface SyntheticPreviewsHost {
  person: Person
  clock: SyntheticClock
  /** The camera this device has chosen. */
  cameraID: () => string
}

/** The previews of one device. */
export class SyntheticPreviews {
  readonly #host: SyntheticPreviewsHost
  readonly #open = new Set<SyntheticPreview>()
  /** Counts what ends all of them, so that one under way knows it came too late. */
  #departures = 0

  constructor(host: SyntheticPreviewsHost) {
    this.#host = host
  }

  async open({ camera, microphone }: PreviewOptions): Promise<Preview> {
    const { person, clock, cameraID } = this.#host
    const departures = this.#departures
    await Promise.resolve()
    if (departures !== this.#departures) throw leftMeanwhile()
    if (camera) person.checkCapture('camera')
    if (microphone) person.checkCapture('microphone')
    if (camera) person.cameraID = cameraID()
    const preview = openSyntheticPreview(person, {
      camera,
      microphone,
      clock,
      onStop: () => this.#open.delete(preview),
    })
    this.#open.add(preview)
    return preview
  }

  /** All over, those under way too. */
  stop(): void {
    this.#departures += 1
    for (const preview of this.#open) preview.stop()
  }

  /** The browser has ended the capture. */
  end(source: CaptureKind): void {
    for (const preview of this.#open) preview.end(source)
  }
}

import type { Preview, PreviewOptions } from '../ports/media.ts'
import { every, type SyntheticClock } from './syntheticClock.ts'
import type { CaptureKind, Person } from './syntheticPerson.ts'

/** How often meters hear a level, milliseconds: 30 times a second. */
export const meterIntervalMs = 33

/** A preview, and what its device has to be able to do with it. */
export interface SyntheticPreview extends Preview {
  /** The device of this kind is gone: the other one goes on. */
  end(kind: CaptureKind): void
}

/** Opens a preview of devices that have been checked. `onStop` is called once. */
export function openSyntheticPreview(
  person: Person,
  { camera, microphone, clock, onStop }: PreviewOptions & { clock: SyntheticClock; onStop: () => void },
): SyntheticPreview {
  const letGo = camera ? person.holdPicture('camera') : () => {}
  const picture = camera ? person.picture('camera') : undefined
  const stops = new Set<() => void>()
  let isFilming = camera
  let isListening = microphone
  let isOpen = true

  const untilStop = (stop: () => void) => {
    stops.add(stop)
    return () => {
      stops.delete(stop)
      stop()
    }
  }
  const end = (kind: CaptureKind) => {
    if (kind === 'microphone') {
      isListening = false
      return
    }
    isFilming = false
    letGo()
  }
  return {
    attach: (element) => (picture && isFilming ? untilStop(picture.show(element)) : () => {}),
    onVolume(listener) {
      if (!isOpen || !microphone) return () => {}
      return untilStop(every(clock, meterIntervalMs, () => listener(isListening ? person.loudness() : 0)))
    },
    end,
    stop() {
      if (!isOpen) return
      isOpen = false
      for (const stop of stops) stop()
      stops.clear()
      end('microphone')
      end('camera')
      onStop()
    },
  }
}

import type { Media, Preview } from '../ports/media.ts'

/**
 * My own picture while I am calling, as the warm room captures it: the camera is opened once, and what is seen before the accept
 * goes on after it. The capture, and the word of its failure, are the room's.
 */
export function callerPreview(media: Pick<Media, 'attach'>, self: string): Preview {
  const shown = new Set<() => void>()
  return {
    attach(element) {
      const detach = media.attach(self, 'camera', element)
      shown.add(detach)
      return () => {
        shown.delete(detach)
        detach()
      }
    },
    onVolume: () => () => {},
    stop() {
      for (const detach of shown) detach()
      shown.clear()
    },
  }
}

import type { ElementInfo } from 'livekit-client'

/**
 * What LiveKit takes for a place on the page, with none there: it is visible and of that size for as long as it is observed.
 * CSS pixels.
 */
export function pretendedPlace(visible: boolean, { width, height }: { width: number; height: number }): ElementInfo {
  return {
    element: {},
    width: () => width,
    height: () => height,
    visible,
    pictureInPicture: false,
    visibilityChangedAt: undefined,
    observe: () => {},
    stopObserving: () => {},
  }
}

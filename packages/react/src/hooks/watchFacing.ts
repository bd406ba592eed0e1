import type { CallEngine, CallState } from '@ringkit/core'
import { looksBack } from './nextCamera.ts'

/**
 * Keeps `data-facing="back"` on a picture of one's own camera while that looks away from the person: there nothing is mirrored,
 * so that what it shows can be read. Past React, as `data-frame`: what films is known with its frames.
 */
export function watchFacing(element: HTMLVideoElement, engine: CallEngine): () => void {
  const tell = (): void => {
    if (looksAway(element, engine.store.getState().devices)) element.dataset.facing = 'back'
    else delete element.dataset.facing
  }
  tell()
  const unsubscribe = engine.store.subscribe(({ devices }, before) => {
    if (devices !== before.devices) tell()
  })
  for (const event of events) element.addEventListener(event, tell)
  return () => {
    unsubscribe()
    for (const event of events) element.removeEventListener(event, tell)
    delete element.dataset.facing
  }
}

/** Another camera gives another size, or begins anew. */
const events = ['loadeddata', 'resize', 'playing'] as const

/** The track knows it best; one with a background in it knows nothing, as some browsers, and then the name tells. */
function looksAway(element: HTMLVideoElement, { cameraList, currentCameraID }: CallState['devices']): boolean {
  const stream = element.srcObject
  const [track] = stream && 'getVideoTracks' in stream ? stream.getVideoTracks() : []
  const facing = track?.getSettings().facingMode
  if (facing) return facing === 'environment'
  return looksBack(cameraList, currentCameraID)
}

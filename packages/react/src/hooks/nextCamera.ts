import type { Device } from '@ringkit/core'

/** How phones name the side a camera looks to, in the languages of the kit. Only names tell it before a camera is on. */
const front = /front|user|selfie|facetime|전면|前置|前面|インカメラ|frontal|delantera|avant|أمامي/i
const back = /back|rear|environment|rück|후면|后置|後置|背面|trasera|posterior|arrière|خلفي/i

/** Are there cameras for both sides, as on a phone? */
export function hasFacingPair(cameras: readonly Device[]): boolean {
  return cameras.some(({ label }) => isFront(label)) && cameras.some(({ label }) => back.test(label))
}

/** Does the name of this camera say that it looks away from the person? Only where another one is named a front. */
export function looksBack(cameras: readonly Device[], deviceID: string): boolean {
  const camera = cameras.find((each) => each.deviceID === deviceID)
  return camera !== undefined && hasFacingPair(cameras) && back.test(camera.label)
}

/**
 * Pure: the camera to flip to. Where the names tell sides it is the first one of the other side, else the next in the list;
 * undefined when there is no other.
 */
export function nextCamera(cameras: readonly Device[], currentID: string): Device | undefined {
  const at = cameras.findIndex(({ deviceID }) => deviceID === currentID)
  const current = cameras[at]
  if (hasFacingPair(cameras)) {
    const wantsFront = current ? back.test(current.label) : false
    const other = cameras.find(({ label }) => (wantsFront ? isFront(label) : back.test(label)))
    if (other) return other
  }
  // Which one is in use may be unknown; then the browser has most likely taken the first.
  const next = cameras[(Math.max(at, 0) + 1) % cameras.length]
  return next === current ? undefined : next
}

function isFront(label: string): boolean {
  return front.test(label) && !back.test(label)
}

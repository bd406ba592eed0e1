'use client'
import { useCallback, useSyncExternalStore } from 'react'
import { rememberDevice } from './deviceMemory.ts'
import { hasFacingPair, nextCamera } from './nextCamera.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/** The way from one camera to the other, by `useFlipCamera`. */
export interface CameraFlip {
  /** There is a front and a back camera, or more than one on a device that is touched. */
  canFlip: boolean
  /** Turns to the other camera; rejects with a `CallError`. Resolves and does nothing when there is no other. */
  flip(): Promise<void>
}

/**
 * From the camera of the front to that of the back, and again.
 *
 * @example
 * const { canFlip, flip } = useFlipCamera()
 * const action = useAction(flip)
 */
export function useFlipCamera(): CameraFlip {
  const engine = useCallEngine()
  const cameras = useCall((state) => state.devices.cameraList)
  const isTouched = useSyncExternalStore(onPointerChange, isCoarse, () => false)
  const flip = useCallback(async () => {
    const { cameraList, currentCameraID } = engine.store.getState().devices
    const next = nextCamera(cameraList, currentCameraID)
    if (!next) return
    await engine.switchDevice('camera', next.deviceID)
    rememberDevice('camera', next.deviceID)
  }, [engine])
  return { canFlip: hasFacingPair(cameras) || (isTouched && cameras.length > 1), flip }
}

/** Undefined where there is no such thing, as on a server. */
function pointer(): MediaQueryList | undefined {
  return typeof matchMedia === 'undefined' ? undefined : matchMedia('(pointer: coarse)')
}

function isCoarse(): boolean {
  return pointer()?.matches === true
}

function onPointerChange(listener: () => void): () => void {
  const query = pointer()
  query?.addEventListener('change', listener)
  return () => query?.removeEventListener('change', listener)
}

'use client'
import { useCallback, useEffect, useState } from 'react'
import { CallError } from '@ringkit/core'
import type { CallState, Device, DeviceKind } from '@ringkit/core'
import { forgetPending, rememberDevice } from './deviceMemory.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/** The devices of one kind and the choice among them, by `useDevices`. */
export interface Devices {
  /** Labels are empty until the browser has given permission. */
  devices: readonly Device[]
  /** The one in use; `''`: none or unknown. */
  currentID: string
  /** Chooses a device, here and for the next visit; resolves also when that failed, `error` then says why. */
  select(deviceID: string): Promise<void>
  /** The same, but rejects with a `CallError` when it failed, as `useAction` wants it. */
  choose(deviceID: string): Promise<void>
  /** Why listing or the last choice failed. */
  error: CallError | undefined
}

/**
 * The cameras, microphones or speakers of this machine, kept up to date (contract §5). Asks for the list when mounted,
 * never for permission.
 *
 * @example
 * const { devices, currentID, select } = useDevices('camera')
 */
export function useDevices(kind: DeviceKind): Devices {
  const engine = useCallEngine()
  const [error, setError] = useState<CallError>()
  const state = useCall((call) => listOf(call, kind))
  useEffect(
    function list() {
      let isGone = false
      engine.getDevices().catch((cause: unknown) => {
        if (!isGone) setError(CallError.from(cause))
      })
      return () => {
        isGone = true
      }
    },
    [engine],
  )
  const choose = useCallback(
    async (deviceID: string) => {
      setError(undefined)
      forgetPending(engine, kind)
      await engine.switchDevice(kind, deviceID)
      rememberDevice(kind, deviceID)
    },
    [engine, kind],
  )
  const select = useCallback(
    (deviceID: string) => choose(deviceID).catch((cause: unknown) => setError(CallError.from(cause))),
    [choose],
  )
  return { ...state, select, choose, error }
}

function listOf({ devices }: CallState, kind: DeviceKind): Pick<Devices, 'devices' | 'currentID'> {
  if (kind === 'camera') return { devices: devices.cameraList, currentID: devices.currentCameraID }
  if (kind === 'microphone') return { devices: devices.microphoneList, currentID: devices.currentMicrophoneID }
  return { devices: devices.speakerList, currentID: devices.currentSpeakerID }
}

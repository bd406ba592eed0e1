'use client'
import { useCallback, useEffect, useState } from 'react'
import { CallError } from '@ringkit/core'
import type { CallState, Device, DeviceKind } from '@ringkit/core'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

export interface Devices {
  /** Labels are empty until the browser has given permission. */
  devices: readonly Device[]
  /** The one in use; `''`: none or unknown. */
  currentID: string
  /** Chooses a device; resolves also when that failed, `error` then says why. */
  select(deviceID: string): Promise<void>
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
  const select = useCallback(
    async (deviceID: string) => {
      setError(undefined)
      try {
        await engine.switchDevice(kind, deviceID)
      } catch (cause) {
        setError(CallError.from(cause))
      }
    },
    [engine, kind],
  )
  return { ...state, select, error }
}

function listOf({ devices }: CallState, kind: DeviceKind): Pick<Devices, 'devices' | 'currentID'> {
  if (kind === 'camera') return { devices: devices.cameraList, currentID: devices.currentCameraID }
  if (kind === 'microphone') return { devices: devices.microphoneList, currentID: devices.currentMicrophoneID }
  return { devices: devices.speakerList, currentID: devices.currentSpeakerID }
}

'use client'
import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { CallError } from '@ringkit/core'
import type { CallEngine, Preview } from '@ringkit/core'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'

/** How far the check of a device is. */
export type DeviceCheckStatus = 'starting' | 'on' | 'failed'

export interface CheckedDevice {
  status: DeviceCheckStatus
  /** Why it failed. */
  error?: CallError
}

export interface DeviceCheck {
  /** For a `<video>` that shows the camera. */
  video: RefObject<HTMLVideoElement | null>
  camera: CheckedDevice
  microphone: CheckedDevice
  /** Asks for both once more. */
  retry(): void
}

type Captured = 'camera' | 'microphone'
type Opened = Record<Captured, Preview | CallError>
const starting = { camera: { status: 'starting' }, microphone: { status: 'starting' } } as const

/**
 * Camera and microphone on for their owner's eyes only, and off again with the component. The browser may ask for
 * permission. One that fails does not keep the other from being checked, and one that was missing is taken when plugged in.
 *
 * @param onLevel loudness 0 to 100, about 30 times a second, without rendering.
 * @example
 * const { video, camera, microphone } = useDeviceCheck((level) => bar.current?.style.setProperty('--level', `${level}%`))
 */
export function useDeviceCheck(onLevel: (level: number) => void): DeviceCheck {
  const engine = useCallEngine()
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(onLevel)
  useInsertionEffect(() => {
    latest.current = onLevel
  })
  const [round, setRound] = useState(0)
  const [checked, setChecked] = useState<Record<Captured, CheckedDevice>>(starting)
  const retry = useCallback(() => setRound((before) => before + 1), [])
  useEffect(
    function check() {
      let isOver = false
      let end: (() => void) | undefined
      void openBoth(engine, () => isOver).then((opened) => {
        if (isOver) return stop(opened)
        const ends = [show(opened.camera, video.current), hear(opened.microphone, latest)]
        end = () => {
          for (const each of ends) each()
          stop(opened)
        }
        setChecked({ camera: outcome(opened.camera), microphone: outcome(opened.microphone) })
      })
      return () => {
        isOver = true
        end?.()
        setChecked(starting)
      }
    },
    [engine, round],
  )
  usePlugged('camera', checked.camera, retry)
  usePlugged('microphone', checked.microphone, retry)
  return { video, ...checked, retry }
}

/** Both with one question of the browser; where that fails each alone, so that each says for itself what is wrong. */
async function openBoth(engine: CallEngine, isOver: () => boolean): Promise<Opened> {
  try {
    const both = await engine.preview({ camera: true, microphone: true })
    return { camera: both, microphone: both }
  } catch (cause) {
    // Gone meanwhile: nobody waits for an answer, and the browser asks nothing more.
    const open = async (kind: Captured): Promise<Preview | CallError> => {
      if (isOver()) return CallError.from(cause)
      const alone = { camera: kind === 'camera', microphone: kind === 'microphone' }
      return engine.preview(alone).catch((error: unknown) => CallError.from(error))
    }
    return { camera: await open('camera'), microphone: await open('microphone') }
  }
}

function stop({ camera, microphone }: Opened): void {
  for (const each of [camera, microphone]) if (!(each instanceof CallError)) each.stop()
}

function show(camera: Preview | CallError, element: HTMLVideoElement | null): () => void {
  return camera instanceof CallError || !element ? () => {} : camera.attach(element)
}

function hear(microphone: Preview | CallError, onLevel: { current: (level: number) => void }): () => void {
  if (microphone instanceof CallError) return () => {}
  const unlisten = microphone.onVolume((level) => onLevel.current(level))
  return () => {
    unlisten()
    onLevel.current(0)
  }
}

function outcome(opened: Preview | CallError): CheckedDevice {
  return opened instanceof CallError ? { status: 'failed', error: opened } : { status: 'on' }
}

/** Checks again when the last device is unplugged, or the first one plugged in. */
function usePlugged(kind: Captured, { status, error }: CheckedDevice, retry: () => void): void {
  const isPlugged = useCall(
    ({ devices }) => (kind === 'camera' ? devices.cameraList : devices.microphoneList).length > 0,
  )
  const isChanged = isPlugged ? error?.code === 'NO_DEVICE' : status === 'on'
  const before = useRef(isPlugged)
  useEffect(
    function follow() {
      if (before.current !== isPlugged && isChanged) retry()
      before.current = isPlugged
    },
    [isPlugged, isChanged, retry],
  )
}

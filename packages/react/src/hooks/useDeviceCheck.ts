'use client'
import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { CallError } from '@ringkit/core'
import type { CallEngine, Preview, PreviewOptions } from '@ringkit/core'
import { restoreDevices } from './deviceMemory.ts'
import { useCall } from './useCall.ts'
import { useCallEngine } from './useCallEngine.ts'
import { watchFacing } from './watchFacing.ts'

/** How far the check of a device is; `off`: it is not asked for. */
export type DeviceCheckStatus = 'off' | 'starting' | 'on' | 'failed'

/** What to check. */
export interface DeviceCheckOptions {
  /** Default: true. */
  camera?: boolean
  /** Default: true. */
  microphone?: boolean
}

/** How the check of one device stands. */
export interface CheckedDevice {
  status: DeviceCheckStatus
  /** Why it failed. */
  error?: CallError
}

/** Camera and microphone on for oneself alone, by `useDeviceCheck`. */
export interface DeviceCheck {
  /** For a `<video>` that shows the camera. */
  video: RefObject<HTMLVideoElement | null>
  camera: CheckedDevice
  microphone: CheckedDevice
  /** Asks for both once more. */
  retry(): void
}

type Captured = 'camera' | 'microphone'
type Opened = Record<Captured, Preview | CallError | undefined>
/** What was never asked for: neither open nor refused. */
type Outcomes = Record<Captured, CheckedDevice>

/**
 * Camera and microphone on for their owner's eyes only, and off again with the component. The browser may ask for
 * permission. One that fails does not keep the other from being checked, and one that was missing is taken when plugged in.
 *
 * @param onLevel loudness 0 to 100, about 30 times a second, without rendering.
 * @param options which of the two; both by default.
 * @example
 * const { video, camera, microphone } = useDeviceCheck((level) => bar.current?.style.setProperty('--level', `${level}%`))
 */
export function useDeviceCheck(
  onLevel: (level: number) => void,
  { camera = true, microphone = true }: DeviceCheckOptions = {},
): DeviceCheck {
  const engine = useCallEngine()
  const video = useRef<HTMLVideoElement>(null)
  const latest = useRef(onLevel)
  useInsertionEffect(() => {
    latest.current = onLevel
  })
  const [round, setRound] = useState(0)
  const [checked, setChecked] = useState<Outcomes>(() => atFirst(camera, microphone))
  const retry = useCallback(() => setRound((before) => before + 1), [])
  useEffect(
    function check() {
      let isOver = false
      let end: (() => void) | undefined
      void open(engine, { camera, microphone }, () => isOver).then((opened) => {
        if (isOver) return stop(opened)
        const ends = [show(engine, opened.camera, video.current), hear(opened.microphone, latest)]
        end = () => {
          for (const each of ends) each()
          stop(opened)
        }
        setChecked({ camera: outcome(opened.camera), microphone: outcome(opened.microphone) })
      })
      return () => {
        isOver = true
        end?.()
        setChecked(atFirst(camera, microphone))
      }
    },
    [engine, round, camera, microphone],
  )
  usePlugged('camera', checked.camera, retry)
  usePlugged('microphone', checked.microphone, retry)
  return { video, ...checked, retry }
}

function atFirst(camera: boolean, microphone: boolean): Outcomes {
  const of = (isWanted: boolean): CheckedDevice => ({ status: isWanted ? 'starting' : 'off' })
  return { camera: of(camera), microphone: of(microphone) }
}

/**
 * What is wanted, with one question of the browser; where that fails each alone, so that each says for itself what is wrong.
 * The devices chosen before are taken up first.
 */
async function open(engine: CallEngine, wanted: PreviewOptions, isOver: () => boolean): Promise<Opened> {
  const restored = restoreDevices(engine)
  if (restored) await restored
  try {
    if (isOver() && restored) throw new CallError('WRONG_STATE')
    const both = await engine.preview(wanted)
    return { camera: wanted.camera ? both : undefined, microphone: wanted.microphone ? both : undefined }
  } catch (cause) {
    // Gone meanwhile: nobody waits for an answer, and the browser asks nothing more. Alone, it has been asked already.
    const isFinal = !(wanted.camera && wanted.microphone)
    const alone = async (kind: Captured): Promise<Preview | CallError | undefined> => {
      if (!wanted[kind]) return undefined
      if (isFinal || isOver()) return CallError.from(cause)
      const one = { camera: kind === 'camera', microphone: kind === 'microphone' }
      return engine.preview(one).catch((error: unknown) => CallError.from(error))
    }
    return { camera: await alone('camera'), microphone: await alone('microphone') }
  }
}

function isOpen(opened: Preview | CallError | undefined): opened is Preview {
  return opened !== undefined && !(opened instanceof CallError)
}

function stop({ camera, microphone }: Opened): void {
  for (const each of [camera, microphone]) if (isOpen(each)) each.stop()
}

function show(engine: CallEngine, camera: Opened['camera'], element: HTMLVideoElement | null): () => void {
  if (!isOpen(camera) || !element) return () => {}
  const detach = camera.attach(element)
  const unface = watchFacing(element, engine)
  return () => {
    unface()
    detach()
  }
}

function hear(microphone: Opened['microphone'], onLevel: { current: (level: number) => void }): () => void {
  if (!isOpen(microphone)) return () => {}
  const unlisten = microphone.onVolume((level) => onLevel.current(level))
  return () => {
    unlisten()
    onLevel.current(0)
  }
}

function outcome(opened: Preview | CallError | undefined): CheckedDevice {
  if (opened === undefined) return { status: 'off' }
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

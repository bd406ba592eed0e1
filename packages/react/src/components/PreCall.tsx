'use client'
import { CircleAlert, CircleCheck, LoaderCircle } from 'lucide-react'
import { createContext, forwardRef, useContext, useEffect, useId, useInsertionEffect, useMemo, useRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useDeviceCheck, useNetworkCheck } from '../hooks/index.ts'
import type { CallType, DeviceCheck, NetworkChecked } from '../hooks/index.ts'
import { errorText } from '../messages/errorText.ts'
import type { Messages } from '../messages/en.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { Alert } from '../ui/Alert.tsx'
import { cx } from '../ui/cx.ts'
import { Meter, useMeterLevel } from '../ui/Meter.tsx'
import type { MeterLevel } from '../ui/Meter.tsx'
import { onPress } from '../ui/onPress.ts'
import { DevicePicker } from './DevicePicker.tsx'
import { OwnPicture, SpeakerTest } from './DevicePreview.tsx'
import { DeviceProblems } from './DeviceProblems.tsx'
import { deviceStatus, isReady, isWell, networkStatus } from './preCallResult.ts'
import type { PreCallResult, PreCallStatus } from './preCallResult.ts'

interface Check extends DeviceCheck {
  level: MeterLevel
  network: NetworkChecked
  result: PreCallResult
  onDone: ((result: PreCallResult) => void) | undefined
}

const CheckContext = /* @__PURE__ */ createContext<Check | null>(null)

function useCheck(part: string): Check {
  const check = useContext(CheckContext)
  if (!check) throw new Error(`\`${part}\` must be used within \`PreCall\``)
  return check
}

export interface PreCallProps extends ComponentPropsWithoutRef<'section'> {
  /** `audio` leaves the camera alone. Default: video. */
  type?: CallType | undefined
  /** Told each time nothing is left to wait for, and again when something has changed since. */
  onReady?: ((result: PreCallResult) => void) | undefined
  /** What "Continue" does; without it there is no such button. Somebody may go on with something that does not work. */
  onDone?: ((result: PreCallResult) => void) | undefined
}

/**
 * Checks camera, microphone, speaker and network before a call (contract §5). Camera and microphone are on, for one's own eyes
 * only, as long as it is shown; the browser may ask for permission.
 *
 * @example
 * <PreCall onDone={() => call({ userIDList: ['bob'], type: 'video' })} />
 */
export const PreCall = /* @__PURE__ */ forwardRef<HTMLElement, PreCallProps>(function PreCall(
  { type = 'video', onReady, onDone, children, className, ...props },
  ref,
) {
  const { beforeCall } = useMessages()
  const language = useLanguageAttributes()
  const title = useId()
  const level = useMeterLevel()
  const check = useDeviceCheck(level.set, { camera: type === 'video' })
  const network = useNetworkCheck()
  const result = useResult(type, check, network)
  useReady(result, onReady)
  return (
    <section
      {...language}
      aria-labelledby={title}
      data-camera={check.camera.status}
      data-microphone={check.microphone.status}
      data-network={network.status}
      {...props}
      ref={ref}
      className={cx('rk rk-card rk-pre-call', className)}
    >
      <h2 id={title} className="rk-pre-call-title">
        {beforeCall.preCall}
      </h2>
      <CheckContext.Provider value={{ ...check, level, network, result, onDone }}>
        {children ?? (
          <>
            <PreCallProblems />
            {type === 'video' && <PreCallCamera />}
            <PreCallMicrophone />
            <PreCallSpeaker />
            <PreCallNetwork />
            {onDone && <PreCallContinue />}
          </>
        )}
      </CheckContext.Provider>
    </section>
  )
})

function useResult(type: CallType, check: DeviceCheck, network: NetworkChecked): PreCallResult {
  const camera = type === 'video' ? deviceStatus(check.camera) : undefined
  const microphone = deviceStatus(check.microphone)
  const way = networkStatus(network.status)
  // A browser that lists no speaker plays on the system's own: there is always one.
  return useMemo(
    () => ({ ...(camera && { camera }), microphone, speaker: 'ok', network: way }),
    [camera, microphone, way],
  )
}

function useReady(result: PreCallResult, onReady: PreCallProps['onReady']): void {
  const latest = useRef(onReady)
  useInsertionEffect(() => {
    latest.current = onReady
  })
  useEffect(
    function tell() {
      if (isReady(result)) latest.current?.(result)
    },
    [result],
  )
}

/** One's own picture, and the choice of cameras. */
export const PreCallCamera = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallCamera({ className, ...props }, ref) {
    const { video, camera, result } = useCheck('PreCallCamera')
    return (
      <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
        <OwnPicture ref={video} status={camera.status} />
        <Checked status={result.camera ?? 'loading'}>
          <DevicePicker kind="camera" />
        </Checked>
      </div>
    )
  },
)

/** The choice of microphones, and how loud one is. */
export const PreCallMicrophone = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallMicrophone({ className, ...props }, ref) {
    const { beforeCall, microphoneLevel } = useMessages()
    const { level, result } = useCheck('PreCallMicrophone')
    return (
      <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
        <Checked status={result.microphone}>
          <DevicePicker kind="microphone" />
        </Checked>
        <Meter level={level} aria-label={microphoneLevel} />
        {/* There from the start, so that nothing moves when the microphone is on. */}
        <p className="rk-quiet rk-pre-call-hint">{beforeCall.speakToTest}</p>
      </div>
    )
  },
)

export interface PreCallSpeakerProps extends ComponentPropsWithoutRef<'div'> {
  /** Where the test sound is played. Default: the chosen speaker. */
  port?: SoundPort
}

/** The choice of speakers, and a sound to test them with. */
export const PreCallSpeaker = /* @__PURE__ */ forwardRef<HTMLDivElement, PreCallSpeakerProps>(function PreCallSpeaker(
  { port, className, ...props },
  ref,
) {
  return (
    <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
      <DevicePicker kind="speaker" />
      <SpeakerTest port={port} />
    </div>
  )
})

/** Whether the network is good enough, how far away the server is, and what to do when not. */
export const PreCallNetwork = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallNetwork({ className, ...props }, ref) {
    const messages = useMessages()
    const { network, result } = useCheck('PreCallNetwork')
    const { devices, beforeCall } = messages
    const problem = networkProblem(network, messages)
    return (
      <div
        data-state={network.status}
        {...props}
        ref={ref}
        className={cx('rk rk-pre-call-device rk-pre-call-network', className)}
      >
        <Checked status={result.network} waiting={devices.checkingNetwork}>
          <span className="rk-device-picker-label">{devices.network}</span>
        </Checked>
        <p role="status" className="rk-quiet rk-pre-call-hint">
          {networkText(network, messages)}
        </p>
        {problem && (
          <>
            <Alert>{problem}</Alert>
            <button type="button" className="rk-line rk-field rk-device-test" onClick={network.retry}>
              {beforeCall.tryAgain}
            </button>
          </>
        )}
      </div>
    )
  },
)

function networkText({ status, check }: NetworkChecked, { devices, quality, locale }: Messages): string {
  if (!check) return ''
  const delay = Math.round(check.media.roundTripMs ?? check.signalling.roundTripMs)
  const words = check.quality === 'unknown' ? [] : [quality[check.quality]]
  if (status !== 'blocked') words.push(devices.delay(new Intl.NumberFormat(locale).format(delay)))
  return words.join(' · ')
}

function networkProblem({ status, error }: NetworkChecked, messages: Messages): string | undefined {
  if (status === 'poor') return messages.devices.networkPoor
  if (status === 'blocked') return messages.devices.networkBlocked
  return error && errorText(error, messages)
}

/** What is wrong with camera and microphone, what to do about it in this browser, and another try. */
export const PreCallProblems = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallProblems(props, ref) {
    const { camera, microphone, retry } = useCheck('PreCallProblems')
    return <DeviceProblems {...props} ref={ref} camera={camera.error} microphone={microphone.error} onRetry={retry} />
  },
)

/** "Continue", or "Continue anyway" when something does not work; what it does is `onDone` of `PreCall`. */
export const PreCallContinue = /* @__PURE__ */ forwardRef<HTMLButtonElement, ComponentPropsWithoutRef<'button'>>(
  function PreCallContinue({ className, children, ...props }, ref) {
    const { devices } = useMessages()
    const { result, onDone } = useCheck('PreCallContinue')
    return (
      <button
        type="button"
        data-state={isWell(result) ? 'well' : 'problems'}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => onDone?.(result))}
        className={cx('rk rk-button', className)}
      >
        {children ?? (isWell(result) ? devices.goOn : devices.goOnAnyway)}
      </button>
    )
  },
)

interface CheckedProps {
  status: PreCallStatus
  /** What is told while it is checked. Default: that the device is being turned on. */
  waiting?: string
  children: ReactNode
}

/** What is checked, and in a word how it came out. */
function Checked({ status, waiting, children }: CheckedProps): ReactNode {
  const { beforeCall, devices, quality } = useMessages()
  const words: Record<PreCallStatus, string> = {
    loading: waiting ?? beforeCall.turningOn,
    ok: devices.works,
    poor: quality.poor,
    denied: devices.blocked,
    blocked: devices.blocked,
    noDevice: devices.notFound,
    inUse: devices.inUse,
    failed: devices.notWorking,
  }
  const Icon = status === 'loading' ? LoaderCircle : status === 'ok' ? CircleCheck : CircleAlert
  return (
    <div className="rk-pre-call-checked">
      {children}
      <span className="rk-line rk-quiet rk-pre-call-state" data-state={status}>
        <Icon aria-hidden />
        {words[status]}
      </span>
    </div>
  )
}

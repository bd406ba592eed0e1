'use client'
import { Square, VideoOff, Volume2 } from 'lucide-react'
import { createContext, forwardRef, useContext, useId, useRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode, RefObject } from 'react'
import { useDeviceCheck, useTestSound } from '../hooks/index.ts'
import type { CallError, DeviceCheck } from '../hooks/index.ts'
import { errorText } from '../messages/errorText.ts'
import { listNames } from '../messages/listNames.ts'
import { permissionHelp } from '../messages/permissionHelp.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { Alert } from '../ui/Alert.tsx'
import { cx } from '../ui/cx.ts'
import { DevicePicker } from './DevicePicker.tsx'

interface Check extends DeviceCheck {
  meter: RefObject<HTMLDivElement | null>
}

const CheckContext = /* @__PURE__ */ createContext<Check | null>(null)

function useCheck(part: string): Check {
  const check = useContext(CheckContext)
  if (!check) throw new Error(`\`${part}\` must be used within \`PreCall\``)
  return check
}

export type PreCallProps = ComponentPropsWithoutRef<'section'>

/**
 * Checks camera, microphone and speaker before a call (contract §5). Camera and microphone are on, for one's own eyes only,
 * as long as it is shown; the browser may ask for permission.
 */
export const PreCall = /* @__PURE__ */ forwardRef<HTMLElement, PreCallProps>(function PreCall(
  { children, className, ...props },
  ref,
) {
  const { beforeCall } = useMessages()
  const language = useLanguageAttributes()
  const title = useId()
  const meter = useRef<HTMLDivElement>(null)
  const check = useDeviceCheck((level) => {
    meter.current?.setAttribute('aria-valuenow', String(Math.round(level)))
    meter.current?.style.setProperty('--rk-level', String(level / 100))
  })
  return (
    <section
      {...language}
      aria-labelledby={title}
      data-camera={check.camera.status}
      data-microphone={check.microphone.status}
      {...props}
      ref={ref}
      className={cx('rk rk-pre-call', className)}
    >
      <h2 id={title} className="rk-pre-call-title">
        {beforeCall.preCall}
      </h2>
      <CheckContext.Provider value={{ ...check, meter }}>
        {children ?? (
          <>
            <PreCallProblems />
            <PreCallCamera />
            <PreCallMicrophone />
            <PreCallSpeaker />
          </>
        )}
      </CheckContext.Provider>
    </section>
  )
})

/** One's own picture, and the choice of cameras. */
export const PreCallCamera = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallCamera({ className, ...props }, ref) {
    const { beforeCall } = useMessages()
    const { video, camera } = useCheck('PreCallCamera')
    return (
      <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
        <div className="rk-pre-call-picture" data-state={camera.status}>
          <video ref={video} aria-label={beforeCall.ownPicture} muted autoPlay playsInline />
          {camera.status === 'starting' && <span>{beforeCall.turningOn}</span>}
          {camera.status === 'failed' && <VideoOff aria-hidden />}
        </div>
        <DevicePicker kind="camera" />
      </div>
    )
  },
)

/** The choice of microphones, and how loud one is. */
export const PreCallMicrophone = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallMicrophone({ className, ...props }, ref) {
    const { beforeCall, microphoneLevel } = useMessages()
    const { meter, microphone } = useCheck('PreCallMicrophone')
    return (
      <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
        <DevicePicker kind="microphone" />
        <div
          ref={meter}
          role="meter"
          className="rk-volume-meter"
          aria-label={microphoneLevel}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={0}
        >
          <span className="rk-volume-meter-bar" />
        </div>
        {microphone.status === 'on' && <p className="rk-pre-call-hint">{beforeCall.speakToTest}</p>}
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
  const { beforeCall } = useMessages()
  const { isPlaying, toggle } = useTestSound(port)
  return (
    <div {...props} ref={ref} className={cx('rk rk-pre-call-device', className)}>
      <DevicePicker kind="speaker" />
      <button type="button" className="rk-pre-call-test" data-state={isPlaying ? 'playing' : 'idle'} onClick={toggle}>
        {isPlaying ? <Square aria-hidden /> : <Volume2 aria-hidden />}
        {isPlaying ? beforeCall.stopTestSound : beforeCall.testSound}
      </button>
    </div>
  )
})

/** What is wrong with camera and microphone, what to do about it in this browser, and another try. */
export const PreCallProblems = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function PreCallProblems({ className, ...props }, ref) {
    const messages = useMessages()
    const { camera, microphone, retry } = useCheck('PreCallProblems')
    const problems = problemsOf([
      [messages.devices.camera, camera.error],
      [messages.devices.microphone, microphone.error],
    ])
    if (problems.length === 0) return null
    return (
      <div {...props} ref={ref} className={cx('rk rk-pre-call-problems', className)}>
        {problems.map(({ error, devices }) => (
          <Alert key={error.code}>
            <strong>{listNames(devices, messages.locale)}</strong>
            {errorText(error, messages)}
            <PermissionHelp error={error} />
          </Alert>
        ))}
        <button type="button" className="rk-button" onClick={retry}>
          {messages.beforeCall.tryAgain}
        </button>
      </div>
    )
  },
)

function PermissionHelp({ error }: { error: CallError }): ReactNode {
  const { beforeCall } = useMessages()
  const help = error.code === 'PERMISSION_DENIED' ? permissionHelp(navigator) : undefined
  return help && <span className="rk-pre-call-help">{beforeCall[help]}</span>
}

interface Problem {
  error: CallError
  devices: string[]
}

/** Each reason once, with the devices it is the reason of. */
function problemsOf(checked: readonly (readonly [device: string, error: CallError | undefined])[]): Problem[] {
  const problems = new Map<string, Problem>()
  for (const [device, error] of checked) {
    if (!error) continue
    const known = problems.get(error.code)
    if (known) known.devices.push(device)
    else problems.set(error.code, { error, devices: [device] })
  }
  return [...problems.values()]
}

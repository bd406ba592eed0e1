'use client'
import { Square, VideoOff, Volume2 } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useCall, useDeviceCheck, usePicture, useTestSound, useVolume } from '../hooks/index.ts'
import type { DeviceCheckStatus, DeviceKind } from '../hooks/index.ts'
import { useMessages } from '../messages/useMessages.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { cx } from '../ui/cx.ts'
import { Meter, useMeterLevel } from '../ui/Meter.tsx'
import { onPress } from '../ui/onPress.ts'
import { DeviceProblems } from './DeviceProblems.tsx'

/** What a device does: one's own picture, how loud one is, or a sound to hear. Camera and microphone are on while it is shown. */
export function DevicePreview({ kind, port }: { kind: DeviceKind; port?: SoundPort | undefined }): ReactNode {
  const isSent = useCall(({ status, members, self }) => {
    const own = status === 'connected' ? members[self?.userID ?? ''] : undefined
    return kind === 'camera' ? own?.videoAvailable : own?.audioAvailable
  })
  if (kind === 'speaker') return <SpeakerTest port={port} />
  if (kind === 'camera') return isSent ? <SentPicture /> : <CameraCheck />
  return isSent ? <SentLevel /> : <MicrophoneCheck />
}

/** What the others see. */
function SentPicture(): ReactNode {
  const self = useCall((state) => state.self?.userID ?? '')
  return <OwnPicture ref={usePicture(self, 'camera')} status="on" />
}

function CameraCheck(): ReactNode {
  const { video, camera, retry } = useDeviceCheck(ignore, cameraOnly)
  return (
    <>
      <OwnPicture ref={video} status={camera.status} />
      <DeviceProblems camera={camera.error} onRetry={retry} />
    </>
  )
}

/** What the others hear. */
function SentLevel(): ReactNode {
  const { microphoneLevel } = useMessages()
  const level = useMeterLevel()
  useVolume(
    useCall((state) => state.self?.userID),
    level.set,
  )
  return <Meter level={level} aria-label={microphoneLevel} />
}

function MicrophoneCheck(): ReactNode {
  const { microphoneLevel } = useMessages()
  const level = useMeterLevel()
  const { microphone, retry } = useDeviceCheck(level.set, microphoneOnly)
  return (
    <>
      <Meter level={level} aria-label={microphoneLevel} />
      <DeviceProblems microphone={microphone.error} onRetry={retry} />
    </>
  )
}

const ignore = (): void => {}
const cameraOnly = { microphone: false }
const microphoneOnly = { camera: false }

/** One's own picture, as in a mirror, in a frame that is there from the start. */
export const OwnPicture = /* @__PURE__ */ forwardRef<HTMLVideoElement, { status: DeviceCheckStatus }>(
  function OwnPicture({ status }, ref) {
    const { beforeCall } = useMessages()
    return (
      <div className="rk-device-picture" data-state={status}>
        <video ref={ref} className="rk-own-picture" aria-label={beforeCall.ownPicture} muted autoPlay playsInline />
        {status === 'starting' && <span>{beforeCall.turningOn}</span>}
        {(status === 'failed' || status === 'off') && <VideoOff aria-hidden />}
      </div>
    )
  },
)

export interface SpeakerTestProps extends ComponentPropsWithoutRef<'button'> {
  /** Where the test sound is played. Default: the chosen speaker. */
  port?: SoundPort | undefined
}

/** "Play test sound", and "Stop test sound" while it plays. */
export const SpeakerTest = /* @__PURE__ */ forwardRef<HTMLButtonElement, SpeakerTestProps>(function SpeakerTest(
  { port, className, onClick, ...props },
  ref,
) {
  const { beforeCall } = useMessages()
  const { isPlaying, toggle } = useTestSound(port)
  return (
    <button
      type="button"
      data-state={isPlaying ? 'playing' : 'idle'}
      {...props}
      ref={ref}
      onClick={onPress(onClick, toggle)}
      className={cx('rk rk-line rk-field rk-device-test', className)}
    >
      {isPlaying ? <Square aria-hidden /> : <Volume2 aria-hidden />}
      {isPlaying ? beforeCall.stopTestSound : beforeCall.testSound}
    </button>
  )
})

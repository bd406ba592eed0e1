'use client'
import { forwardRef, useContext, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, MouseEvent, ReactNode } from 'react'
import { useCall, useDevices } from '../hooks/index.ts'
import { useLanguageAttributes } from '../messages/useMessages.ts'
import { ContainerContext, topLayer } from '../ui/container.ts'
import { cx } from '../ui/cx.ts'
import type { BackgroundImage } from './BackgroundPicker.tsx'
import {
  CallTypeSwitch,
  CameraToggle,
  FlipCamera,
  HangUpButton,
  InviteButton,
  MicrophoneToggle,
  ScreenShareToggle,
  SettingsButton,
} from './CallButtons.tsx'
import { CallDuration } from './CallDuration.tsx'
import { CallViewContext } from './CallViewContext.ts'
import { CameraMenu, MicrophoneMenu, SpeakerMenu } from './DeviceMenus.tsx'
import { DevicePicker } from './DevicePicker.tsx'
import { FullScreenToggle } from './FullScreenToggle.tsx'
import { LayoutSwitch } from './LayoutSwitch.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { MutedTalkingHint } from './MutedTalkingHint.tsx'
import { SettingsDialog } from './SettingsDialog.tsx'
import { useOverflow } from './useOverflow.ts'
import type { RowControl } from './useOverflow.ts'

export {
  CallTypeSwitch,
  CameraToggle,
  FlipCamera,
  HangUpButton,
  InviteButton,
  MicrophoneToggle,
  ScreenShareToggle,
  SettingsButton,
} from './CallButtons.tsx'
export type { CallControlProps } from './CallButtons.tsx'

export interface CallControlsProps extends ComponentPropsWithoutRef<'div'> {
  /** Opens the choice of people; without it there is no "Invite people". */
  onInvite?: (() => void) | undefined
  /** Pictures to sit in front of, in the settings. */
  images?: readonly BackgroundImage[] | undefined
}

/**
 * The buttons of a running call (contract §5), in one line: what has no room goes into "More"; the microphone and hanging up
 * always stay. Outside of a `CallView`, which has a clock of its own, the duration stands among them. Children replace the
 * default set, and then there is no "More".
 */
export const CallControls = /* @__PURE__ */ forwardRef<HTMLDivElement, CallControlsProps>(function CallControls(
  { children, ...props },
  ref,
) {
  if (children === undefined) return <FittingControls {...props} ref={ref} />
  const { onInvite: _onInvite, images: _images, ...rest } = props
  return (
    <ControlRow {...rest} ref={ref}>
      {children}
    </ControlRow>
  )
})

const ControlRow = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(function ControlRow(
  { className, ...props },
  ref,
) {
  return <div {...useLanguageAttributes()} {...props} ref={ref} className={cx('rk rk-call-controls', className)} />
})

interface Control extends RowControl {
  bar: ReactNode
  /** As a line of "More"; what stays always needs none. */
  line?: ReactNode
}

/** The default set. It measures the row that it is itself, which a child could not before the first paint. */
const FittingControls = /* @__PURE__ */ forwardRef<HTMLDivElement, Omit<CallControlsProps, 'children'>>(
  function FittingControls({ onInvite, images, ...props }, ref) {
    const row = useRef<HTMLDivElement>(null)
    useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => row.current, [])
    const container = useContext(ContainerContext)
    const [layer, setLayer] = useState<HTMLElement>()
    const [isOpen, setOpen] = useState(false)
    const isVideo = useCall((state) => state.call?.type === 'video')
    const hasClock = useContext(CallViewContext) === null
    const openSettings = (event: MouseEvent<HTMLElement>): void => {
      setLayer(topLayer(event.currentTarget, container))
      setOpen(true)
    }
    // Asks for the lists now, so that a menu has them when it opens.
    useDevices('microphone')
    const controls = controlsOf({ isVideo, hasClock, onInvite, openSettings })
    const out = useOverflow(row, controls)
    return (
      <ControlRow data-fit="line" {...props} ref={row}>
        <MutedTalkingHint />
        {controls.flatMap(({ id, isJoined, bar }) => {
          const slot = (
            <span key={id} className="rk-call-controls-slot" data-control={id} data-joined={isJoined}>
              {bar}
            </span>
          )
          if (out.includes(id)) return []
          return id === 'hangUp' ? [<More key="more" controls={controls} out={out} />, slot] : [slot]
        })}
        <SettingsDialog open={isOpen} onOpenChange={setOpen} images={images} container={layer} />
      </ControlRow>
    )
  },
)

function More({ controls, out }: { controls: readonly Control[]; out: readonly string[] }): ReactNode {
  if (out.length === 0) return null
  return (
    <span className="rk-call-controls-slot" data-control="more">
      <MoreMenu>
        {controls
          .filter(({ id }) => out.includes(id))
          .map(({ id, line }) => (
            <div key={id} className="rk-more-line">
              {line}
            </div>
          ))}
      </MoreMenu>
    </span>
  )
}

interface Offered extends Pick<CallControlsProps, 'onInvite'> {
  isVideo: boolean
  hasClock: boolean
  openSettings: (event: MouseEvent<HTMLElement>) => void
}

/** In the order of the line. The ranks say what goes first where there is no room: the settings have all of the devices too. */
function controlsOf({ isVideo, hasClock, onInvite, openSettings }: Offered): readonly Control[] {
  const all: (Control | false | undefined)[] = [
    hasClock && { id: 'duration', rank: 0, bar: <CallDuration /> },
    { id: 'microphone', rank: 0, bar: <MicrophoneToggle /> },
    {
      id: 'microphoneMenu',
      rank: 6,
      isJoined: true,
      bar: <MicrophoneMenu />,
      line: <DevicePicker kind="microphone" />,
    },
    isVideo && { id: 'camera', rank: 1, bar: <CameraToggle />, line: <CameraToggle caption="beside" /> },
    isVideo && {
      id: 'cameraMenu',
      rank: 7,
      isJoined: true,
      bar: <CameraMenu />,
      line: (
        <>
          <DevicePicker kind="camera" />
          <FlipCamera caption="beside" />
        </>
      ),
    },
    { id: 'speaker', rank: 8, bar: <SpeakerMenu />, line: <DevicePicker kind="speaker" preview /> },
    isVideo &&
      canShareScreen() && {
        id: 'screen',
        rank: 2,
        bar: <ScreenShareToggle />,
        line: <ScreenShareToggle caption="beside" />,
      },
    onInvite && {
      id: 'invite',
      rank: 3,
      bar: <InviteButton onClick={onInvite} />,
      line: <InviteButton caption="beside" onClick={onInvite} />,
    },
    { id: 'type', rank: 9, bar: <CallTypeSwitch />, line: <CallTypeSwitch caption="beside" /> },
    { id: 'layout', rank: 5, bar: <LayoutSwitch />, line: <LayoutSwitch caption="beside" /> },
    { id: 'fullScreen', rank: 10, bar: <FullScreenToggle />, line: <FullScreenToggle caption="beside" /> },
    {
      id: 'settings',
      rank: 4,
      bar: <SettingsButton onClick={openSettings} />,
      line: <SettingsButton caption="beside" onClick={openSettings} />,
    },
    { id: 'hangUp', rank: 0, bar: <HangUpButton /> },
  ]
  return all.filter((control) => control !== false && control !== undefined)
}

/** Browsers of phones cannot. Where nothing is known, as in tests without a browser, it is offered. */
function canShareScreen(): boolean {
  const devices: object | undefined = typeof navigator === 'undefined' ? undefined : navigator.mediaDevices
  return devices === undefined || 'getDisplayMedia' in devices
}

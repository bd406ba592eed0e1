'use client'
import { Slot } from '@radix-ui/react-slot'
import { Minimize2, VolumeX, WifiOff } from 'lucide-react'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { ActionScope, useAction, useCall, useCallActions, useFullScreen, useWakeLock } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { useControlled } from '../ui/useControlled.ts'
import type { BackgroundImage } from './BackgroundPicker.tsx'
import { ActionError } from './ActionError.tsx'
import { CallControls } from './CallControls.tsx'
import { CallDuration } from './CallDuration.tsx'
import { CallNames } from './CallNames.tsx'
import { CallShortcuts } from './CallShortcuts.tsx'
import type { CallLayout } from './CallViewContext.ts'
import { InviteDialog } from './InviteDialog.tsx'
import type { People } from './InviteDialog.tsx'
import { PictureInPictureToggle, WithPictureInPicture } from './PictureInPicture.tsx'
import { VideoGrid } from './VideoGrid.tsx'

export { CallDuration } from './CallDuration.tsx'

export interface CallViewProps extends ComponentPropsWithoutRef<'section'> {
  /** Whom one may invite, a list or a search; without it there is no "Invite people". */
  people?: People | undefined
  /** Background pictures one may choose from in the settings, beside none and blur. Default: none. */
  images?: readonly BackgroundImage[] | undefined
  /** `grid` or `speaker`; `LayoutSwitch` asks for another one by `onLayoutChange`. Without it the view remembers that itself. */
  layout?: CallLayout | undefined
  /** The layout at first, where `layout` is not given. Default: grid. */
  defaultLayout?: CallLayout | undefined
  onLayoutChange?: ((layout: CallLayout) => void) | undefined
  /** M microphone, V camera, F full screen, arrows between the tiles; `false` leaves the keys to the page. Default: true. */
  shortcuts?: boolean | undefined
  /** Makes the call small, as to a `CallBar`; without it there is no "Minimise call". */
  onMinimise?: (() => void) | undefined
}

/** A running call (contract §5): pictures, buttons, duration, and what is wrong with it. Children replace all of that. */
export const CallView = /* @__PURE__ */ forwardRef<HTMLElement, CallViewProps>(function CallView(props, ref) {
  const isConnected = useCall((state) => state.status === 'connected')
  return isConnected ? <RunningCall {...props} ref={ref} /> : null
})

const RunningCall = /* @__PURE__ */ forwardRef<HTMLElement, CallViewProps>(function RunningCall(
  {
    people,
    images,
    layout: givenLayout,
    defaultLayout = 'grid',
    onLayoutChange,
    shortcuts = true,
    onMinimise,
    children,
    className,
    ...props
  },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const type = useCall((state) => state.call?.type)
  const kind = useCall((state) => state.call?.kind)
  const [layout, setLayout] = useControlled(givenLayout, defaultLayout, onLayoutChange)
  const fullScreen = useFullScreen()
  useWakeLock(type === 'video')
  const view = useRef<HTMLElement>(null)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => view.current, [])
  useEffect(function takeFocus() {
    // The button that was pressed to get here is gone, or goes with its dialog, and the focus with it.
    const { activeElement } = document
    const isLost = activeElement === document.body || activeElement?.closest('[role="dialog"][data-state="closed"]')
    if (isLost) view.current?.focus({ preventScroll: true })
  }, [])
  return (
    <section
      {...language}
      aria-label={messages.call}
      tabIndex={-1}
      data-type={type}
      data-kind={kind}
      data-layout={layout}
      data-full-screen={fullScreen.isOn || undefined}
      {...props}
      ref={view}
      className={cx('rk rk-stage rk-call-view', className)}
    >
      <ActionScope>
        <CallShortcuts area={view} isOn={shortcuts} view={{ layout, setLayout, fullScreen }}>
          <WithPictureInPicture>
            {children ?? <CallViewParts people={people} images={images} onMinimise={onMinimise} />}
          </WithPictureInPicture>
        </CallShortcuts>
      </ActionScope>
    </section>
  )
})

type CallViewPartsProps = Pick<CallViewProps, 'people' | 'images' | 'onMinimise'>

function CallViewParts({ people, images, onMinimise }: CallViewPartsProps): ReactNode {
  const [isInviting, setInviting] = useState(false)
  return (
    <>
      <CallHeader>
        <PictureInPictureToggle />
        {onMinimise && <MinimiseButton onClick={onMinimise} />}
      </CallHeader>
      <VideoGrid />
      <div className="rk-call-view-notices">
        <ReconnectingBanner />
        <SoundBlockedBanner />
        <ActionError />
      </div>
      <CallControls images={images} onInvite={people ? () => setInviting(true) : undefined} />
      {people && <InviteDialog open={isInviting} onOpenChange={setInviting} people={people} />}
    </>
  )
}

/** Who is in the call, and for how long. Children come after it, such as a button. */
export const CallHeader = /* @__PURE__ */ forwardRef<HTMLElement, ComponentPropsWithoutRef<'header'>>(
  function CallHeader({ className, children, ...props }, ref) {
    return (
      <header {...props} ref={ref} className={cx('rk rk-call-header', className)}>
        <CallNames className="rk-call-header-names" />
        <CallDuration />
        {children}
      </header>
    )
  },
)

export interface MinimiseButtonProps extends ComponentPropsWithoutRef<'button'> {
  /** The only child becomes the button. */
  asChild?: boolean
}

/** "Minimise call"; what it does is `onClick`. */
export const MinimiseButton = /* @__PURE__ */ forwardRef<HTMLButtonElement, MinimiseButtonProps>(
  function MinimiseButton({ asChild = false, children, className, ...props }, ref) {
    const { inCall } = useMessages()
    const Part = asChild ? Slot : 'button'
    return (
      <Part
        {...(asChild ? {} : { type: 'button' as const })}
        aria-label={inCall.minimise}
        title={inCall.minimise}
        {...props}
        ref={ref}
        className={cx('rk rk-icon-button rk-call-minimise', className)}
      >
        {children ?? <Minimize2 aria-hidden />}
      </Part>
    )
  },
)

/** Says that the connection is being restored, and nothing otherwise. */
export const ReconnectingBanner = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function ReconnectingBanner({ className, ...props }, ref) {
    const { reconnecting } = useMessages()
    const isReconnecting = useCall((state) => state.reconnecting.signalling || state.reconnecting.media)
    return (
      <div role="status" {...props} ref={ref} className={cx('rk rk-banner-slot', className)}>
        {isReconnecting && (
          <p className="rk-line rk-banner" data-tone="warning">
            <WifiOff aria-hidden />
            <span>{reconnecting}</span>
          </p>
        )}
      </div>
    )
  },
)

/** Offers the press that browsers want before they play sound; nothing when sound plays. */
export const SoundBlockedBanner = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function SoundBlockedBanner({ className, ...props }, ref) {
    const messages = useMessages()
    const isBlocked = useCall((state) => state.isAudioBlocked)
    const { startAudio } = useCallActions()
    const action = useAction(startAudio)
    return (
      <div role="status" {...props} ref={ref} className={cx('rk rk-banner-slot', className)}>
        {isBlocked && (
          <p className="rk-line rk-banner" data-tone="warning">
            <VolumeX aria-hidden />
            <span>{messages.soundBlocked}</span>
            <button type="button" className="rk-text-button" onClick={() => action.run()}>
              {messages.playSound}
            </button>
          </p>
        )}
      </div>
    )
  },
)

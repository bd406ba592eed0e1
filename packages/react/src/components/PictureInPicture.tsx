'use client'
import { PictureInPicture2, Undo2 } from 'lucide-react'
import { forwardRef, useContext, useImperativeHandle, useMemo, useRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { ActionScope, useAction, useCall, useMembers, usePictureInPicture } from '../hooks/index.ts'
import type { PictureInPictureOptions } from '../hooks/index.ts'
import { tileOrder } from '../layout/tileOrder.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'
import { ActionError } from './ActionError.tsx'
import { CameraToggle, HangUpButton, MicrophoneToggle } from './CallControls.tsx'
import type { CallControlProps } from './CallControls.tsx'
import { CallShortcuts } from './CallShortcuts.tsx'
import { PictureInPictureContext } from './PictureInPictureContext.ts'
import { useStageOrder } from './useStageOrder.ts'
import { VideoTile } from './VideoTile.tsx'

export interface PictureInPictureScopeProps extends PictureInPictureOptions {
  children?: ReactNode
  /** What the small window shows. Default: `PictureInPictureCall`. */
  content?: ReactNode
}

/**
 * One small window for what is inside: a `PictureInPictureToggle` opens it. `CallKit` and `CallView` bring their own, unless
 * there is one around them, as for a `content` of your own.
 */
export function PictureInPictureScope({ children, content, ...options }: PictureInPictureScopeProps): ReactNode {
  const pictureInPicture = usePictureInPicture(options)
  const body = pictureInPicture.window?.document.body
  return (
    <PictureInPictureContext.Provider value={pictureInPicture}>
      {children}
      {body && createPortal(content ?? <PictureInPictureCall />, body)}
    </PictureInPictureContext.Provider>
  )
}

/** A scope for what is inside, unless there is one around it. */
export function WithPictureInPicture({ children }: { children: ReactNode }): ReactNode {
  const isThere = useContext(PictureInPictureContext) !== null
  return isThere ? children : <PictureInPictureScope>{children}</PictureInPictureScope>
}

/**
 * "Picture-in-picture" or "Leave picture-in-picture"; nothing outside of a `PictureInPictureScope`, and where the browser has no
 * such window for pages: there `MinimiseButton` leads to the `CallBar`. `data-state` is `active` or `idle`.
 */
export const PictureInPictureToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function PictureInPictureToggle(props, ref) {
    const { inCall } = useMessages()
    const pictureInPicture = useContext(PictureInPictureContext)
    const action = useAction(async () => pictureInPicture?.open())
    if (!pictureInPicture?.isSupported) return null
    const isOn = pictureInPicture.window !== null
    return (
      <ControlButton
        label={isOn ? inCall.leavePictureInPicture : inCall.pictureInPicture}
        icon={<PictureInPicture2 />}
        data-state={isOn ? 'active' : 'idle'}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => (isOn ? pictureInPicture.close() : action.run()))}
      />
    )
  },
)

/** A running call for a small window: who speaks or what is shared, microphone, camera, hang up. Children replace all of it. */
export const PictureInPictureCall = /* @__PURE__ */ forwardRef<HTMLElement, ComponentPropsWithoutRef<'section'>>(
  function PictureInPictureCall({ children, className, ...props }, ref) {
    const { inCall } = useMessages()
    const area = useRef<HTMLElement>(null)
    useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => area.current, [])
    return (
      <section
        {...useLanguageAttributes()}
        aria-label={inCall.smallWindow}
        {...props}
        ref={area}
        className={cx('rk rk-stage rk-picture-in-picture', className)}
      >
        <ActionScope>
          <CallShortcuts area={area}>{children ?? <PictureInPictureParts />}</CallShortcuts>
        </ActionScope>
      </section>
    )
  },
)

function PictureInPictureParts(): ReactNode {
  const { inCall } = useMessages()
  const pictureInPicture = useContext(PictureInPictureContext)
  return (
    <>
      <MainTile />
      <ActionError />
      <div className="rk-picture-in-picture-controls">
        <MicrophoneToggle />
        <CameraToggle />
        <HangUpButton />
        {pictureInPicture && (
          <ControlButton label={inCall.backToCall} icon={<Undo2 />} onClick={() => pictureInPicture.close()} />
        )}
      </div>
    </>
  )
}

/** The first shared screen of somebody else, else who speaks, else oneself. */
function MainTile(): ReactNode {
  const self = useCall((state) => state.self?.userID)
  const members = useMembers()
  const tiles = useMemo(() => tileOrder(members, self), [members, self])
  const people = useMemo(() => tiles.filter(({ role }) => role === 'person').map(({ userID }) => userID), [tiles])
  const [speaker = self] = useStageOrder(people)
  const screen = tiles.find(({ role, userID }) => role === 'stage' && userID !== self)
  if (screen) return <VideoTile userID={screen.userID} source="screen" />
  return speaker === undefined ? null : <VideoTile userID={speaker} />
}

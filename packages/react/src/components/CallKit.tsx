'use client'
import { forwardRef, useContext, useState } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useCall, useRingNotifications, useRingSounds } from '../hooks/index.ts'
import type { RingNotifications, RingSounds } from '../hooks/index.ts'
import { useLanguageAttributes } from '../messages/useMessages.ts'
import { ContainerContext } from '../ui/container.ts'
import { cx } from '../ui/cx.ts'
import type { BackgroundImage } from './BackgroundPicker.tsx'
import { CallBar } from './CallBar.tsx'
import { CallNotices } from './CallNotices.tsx'
import { CallView } from './CallView.tsx'
import type { CallLayout } from './CallViewContext.ts'
import { IncomingCallDialog } from './IncomingCallDialog.tsx'
import type { People } from './InviteDialog.tsx'
import { OutgoingCall } from './OutgoingCall.tsx'
import { WithPictureInPicture } from './PictureInPicture.tsx'
import { PictureInPictureContext } from './PictureInPictureContext.ts'

export interface CallKitProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** Whom one may invite, a list or a search; without it there is no "Invite people". */
  people?: People | undefined
  /** Background pictures one may choose from in the settings, beside none and blur. Default: none. */
  images?: readonly BackgroundImage[] | undefined
  /** `overlay`: over the whole page; `inline`: fills the element it stands in. Default: overlay. */
  placement?: 'overlay' | 'inline'
  /** The app's own names, for people no call has told about. Default: those of a list of `people`. */
  nameOf?: ((userID: string) => string | undefined) | undefined
  /** Other tones, or `null` for none. */
  sounds?: RingSounds
  /** How an incoming call is shown. Default: dialog. */
  incoming?: 'dialog' | 'banner'
  /** A desktop notification, a flashing title and vibration while it rings: see `useRingNotifications`. Default: false. */
  notify?: boolean | RingNotifications
  /** Where its dialogs and menus are put in the document. Default: the end of the body. */
  container?: HTMLElement | null | undefined
}

/**
 * Everything, mounted once (contract §5): the ring, the call, the notices and the sounds, each when its time has come.
 * Nothing is seen while there is no call.
 *
 * @example
 * <CallProvider url={url} token={token}><App /><CallKit people={colleagues} /></CallProvider>
 */
export const CallKit = /* @__PURE__ */ forwardRef<HTMLDivElement, CallKitProps>(function CallKit(
  { people, images, placement = 'overlay', nameOf, sounds, incoming, notify = false, container, className, ...props },
  ref,
) {
  const status = useCall((state) => state.status)
  const language = useLanguageAttributes()
  const { isBlocked: isSoundBlocked } = useRingSounds(sounds)
  useRingNotifications(notify === true ? {} : notify)
  return (
    <div
      {...language}
      data-placement={placement}
      data-status={status}
      {...props}
      ref={ref}
      className={cx('rk rk-call-kit', className)}
    >
      <ContainerContext.Provider value={container}>
        <IncomingCallDialog isSoundBlocked={isSoundBlocked} {...(incoming && { variant: incoming })} />
        <OutgoingCall isSoundBlocked={isSoundBlocked} />
        <WithPictureInPicture>
          <KitCall people={people} images={images} placement={placement} nameOf={nameOf} />
        </WithPictureInPicture>
      </ContainerContext.Provider>
    </div>
  )
})

/** The running call, large or small, and the notices beside it. */
type KitCallProps = Pick<CallKitProps, 'people' | 'images' | 'placement' | 'nameOf'>

function KitCall({ people, images, placement, nameOf }: KitCallProps): ReactNode {
  const isConnected = useCall((state) => state.status === 'connected')
  const callID = useCall((state) => state.call?.callID)
  const pictureInPicture = useContext(PictureInPictureContext)
  const [minimised, minimise] = useState<string>()
  // Here, so that it is the same after the call was small.
  const [layout, setLayout] = useState<CallLayout>('grid')
  const isOverlay = placement === 'overlay'
  // In its own window it leaves the page to the app, too.
  const isInWindow = isOverlay && pictureInPicture !== null && pictureInPicture.window !== null
  const isSmall = isInWindow || (callID !== undefined && callID === minimised)
  const enlarge = (): void => {
    minimise(undefined)
    if (isInWindow) pictureInPicture.close()
  }
  return (
    <>
      {isSmall ? (
        <CallBar onExpand={enlarge} />
      ) : (
        <CallView
          people={people}
          images={images}
          layout={layout}
          onLayoutChange={setLayout}
          onMinimise={isOverlay ? () => minimise(callID) : undefined}
        />
      )}
      <CallNotices without={isConnected && !isSmall ? bannerInView : undefined} nameOf={nameOf ?? nameAmong(people)} />
    </>
  )
}

/** The running call shows a banner of its own for it. */
const bannerInView = ['reconnecting'] as const

function nameAmong(people: People | undefined): (userID: string) => string | undefined {
  return (id) => (typeof people === 'function' ? undefined : people?.find(({ userID }) => userID === id)?.name)
}

'use client'
import { useContext, useState } from 'react'
import type { ReactNode } from 'react'
import { useCall, useMediaKeys, useRingNotifications, useRingSounds } from '../hooks/index.ts'
import { ContainerContext } from '../ui/container.ts'
import { CallBar } from './CallBar.tsx'
import type { CallKitProps } from './CallKit.tsx'
import { KitNotices } from './CallNotices.tsx'
import { CallView } from './CallView.tsx'
import type { CallLayout } from './CallViewContext.ts'
import type { EarlyNews } from './earlyNews.ts'
import { IncomingCallDialog } from './IncomingCallDialog.tsx'
import type { People } from './InviteDialog.tsx'
import { OutgoingCall } from './OutgoingCall.tsx'
import { WithPictureInPicture } from './PictureInPicture.tsx'
import { PictureInPictureContext } from './PictureInPictureContext.ts'

export interface CallKitContentProps extends Pick<
  CallKitProps,
  'people' | 'images' | 'nameOf' | 'sounds' | 'incoming' | 'container'
> {
  placement: NonNullable<CallKitProps['placement']>
  notify: NonNullable<CallKitProps['notify']>
  /** What is to be told of the time before this was there. */
  early: EarlyNews
}

/**
 * What is inside a `CallKit`: the ring, the call, the notices and the sounds. In a file of its own, since a page that only waits for
 * a call needs none of it.
 */
export function CallKitContent({
  people,
  images,
  placement,
  nameOf,
  sounds,
  incoming,
  notify,
  container,
  early,
}: CallKitContentProps): ReactNode {
  const { isBlocked: isSoundBlocked } = useRingSounds(sounds)
  useRingNotifications(notify === true ? {} : notify)
  useMediaKeys()
  return (
    <ContainerContext.Provider value={container}>
      <IncomingCallDialog isSoundBlocked={isSoundBlocked} {...(incoming && { variant: incoming })} />
      <OutgoingCall isSoundBlocked={isSoundBlocked} />
      <WithPictureInPicture>
        <KitCall people={people} images={images} placement={placement} nameOf={nameOf} early={early} />
      </WithPictureInPicture>
    </ContainerContext.Provider>
  )
}

/** The running call, large or small, and the notices beside it. */
type KitCallProps = Pick<CallKitContentProps, 'people' | 'images' | 'placement' | 'nameOf' | 'early'>

function KitCall({ people, images, placement, nameOf, early }: KitCallProps): ReactNode {
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
      <KitNotices
        early={early}
        without={isConnected && !isSmall ? bannerInView : undefined}
        nameOf={nameOf ?? nameAmong(people)}
      />
    </>
  )
}

/** The running call shows a banner of its own for it. */
const bannerInView = ['reconnecting'] as const

function nameAmong(people: People | undefined): (userID: string) => string | undefined {
  return (id) => (typeof people === 'function' ? undefined : people?.find(({ userID }) => userID === id)?.name)
}

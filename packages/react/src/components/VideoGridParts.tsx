'use client'
import { Slot } from '@radix-ui/react-slot'
import { ChevronLeft, ChevronRight, Pin, PinOff } from 'lucide-react'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useCall, useMember } from '../hooks/index.ts'
import type { TileOf } from '../layout/tileOrder.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'
import { onPress } from '../ui/onPress.ts'

export interface VideoGridPagerProps extends Omit<ComponentPropsWithoutRef<'nav'>, 'onChange'> {
  /** The page that is shown, from 0. */
  page: number
  pages: number
  /** Shows another page, from 0. */
  onPage: (page: number) => void
  /** The `id` of what has the pages. */
  controls?: string | undefined
}

/** "Page 2 of 5", with the buttons to the ones before and after. */
export const VideoGridPager = /* @__PURE__ */ forwardRef<HTMLElement, VideoGridPagerProps>(function VideoGridPager(
  { page, pages, onPage, controls, className, ...props },
  ref,
) {
  const { inCall, locale } = useMessages()
  const number = new Intl.NumberFormat(locale)
  const button = (label: string, to: number, icon: ReactNode): ReactNode => {
    const isThere = to >= 0 && to < pages
    return (
      <button
        type="button"
        className="rk-icon-button"
        aria-label={label}
        title={label}
        aria-controls={controls}
        // Stays focusable: the focus would be lost with the last page.
        aria-disabled={!isThere || undefined}
        onClick={() => isThere && onPage(to)}
      >
        {icon}
      </button>
    )
  }
  return (
    <nav
      {...useLanguageAttributes()}
      aria-label={inCall.pages}
      {...props}
      ref={ref}
      className={cx('rk rk-video-grid-pager', className)}
    >
      {button(inCall.previousPage, page - 1, <ChevronLeft aria-hidden />)}
      <span aria-live="polite">{inCall.page(number.format(page + 1), number.format(pages))}</span>
      {button(inCall.nextPage, page + 1, <ChevronRight aria-hidden />)}
    </nav>
  )
})

export interface VideoTilePinProps extends ComponentPropsWithoutRef<'button'> {
  tile: TileOf
  isPinned: boolean
  /** Pins this tile, or none. */
  onPin: (tile: Pick<TileOf, 'userID' | 'source'> | null) => void
  /** The only child becomes the button. */
  asChild?: boolean
}

/** "Pin Bob" or "Unpin Bob", in the corner of a tile. */
export const VideoTilePin = /* @__PURE__ */ forwardRef<HTMLButtonElement, VideoTilePinProps>(function VideoTilePin(
  { tile: { userID, source }, isPinned, onPin, asChild = false, children, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const name = useMember(userID)?.name ?? userID
  const isSelf = useCall((state) => state.self?.userID === userID)
  const ofScreen = isSelf ? messages.yourScreen : messages.screenOf(name)
  const what = source === 'screen' ? ofScreen : isSelf ? messages.you(name) : name
  const label = isPinned ? messages.inCall.unpin(what) : messages.inCall.pin(what)
  const Part = asChild ? Slot : 'button'
  return (
    <Part
      {...language}
      {...(asChild ? {} : { type: 'button' as const })}
      aria-label={label}
      title={label}
      data-state={isPinned ? 'on' : 'off'}
      {...props}
      ref={ref}
      className={cx('rk rk-icon-button rk-video-tile-pin', className)}
      onClick={onPress(props.onClick, () => onPin(isPinned ? null : { userID, source }))}
    >
      {children ?? (isPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />)}
    </Part>
  )
})

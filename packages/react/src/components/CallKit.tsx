'use client'
import { forwardRef, useEffect, useState, useSyncExternalStore } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useCall, useCallEngine, useProblem } from '../hooks/index.ts'
import type { RingNotifications, RingSounds } from '../hooks/index.ts'
import { useFirstTexts } from '../messages/useFirstTexts.ts'
import { useLanguageAttributes } from '../messages/useLanguageAttributes.ts'
import { cx } from '../ui/cx.ts'
import { lazyPart } from '../ui/lazyPart.ts'
import { whenIdle } from '../ui/whenIdle.ts'
import type { BackgroundImage } from './BackgroundPicker.tsx'
import { createEarlyNews } from './earlyNews.ts'
import type { EarlyNews } from './earlyNews.ts'
import type { People } from './InviteDialog.tsx'

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
  sounds?: RingSounds | undefined
  /** How an incoming call is shown. Default: dialog. */
  incoming?: 'dialog' | 'banner' | undefined
  /** A desktop notification, a flashing title and vibration while it rings: see `useRingNotifications`. Default: false. */
  notify?: boolean | RingNotifications
  /** Where its dialogs and menus are put in the document. Default: the end of the body. */
  container?: HTMLElement | null | undefined
}

/**
 * Everything, mounted once (contract §5): the ring, the call, the notices and the sounds, each when its time has come.
 * Nothing is seen while there is no call, and next to nothing is loaded: what is inside arrives when the page is idle, at the latest
 * with the first ring or call.
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
  const { Content, early, isMissed } = useContent()
  return (
    <div
      {...language}
      data-placement={placement}
      data-status={status}
      {...props}
      ref={ref}
      className={cx('rk rk-call-kit', className)}
    >
      {Content && (
        <Content
          people={people}
          images={images}
          placement={placement}
          nameOf={nameOf}
          sounds={sounds}
          incoming={incoming}
          notify={notify}
          container={container}
          early={early}
        />
      )}
      {isMissed && <ContentMissing />}
    </div>
  )
})

/** Shared by all of a page: fetched once. */
const content = /* @__PURE__ */ lazyPart(async () => (await import('./CallKitContent.tsx')).CallKitContent)

/** So long after a failure, ms, it is fetched again by itself while it is needed. */
const RETRY_MS = 3_000

/** The inside, once it is there. `isMissed`: there is something to show or to tell, and the inside cannot be had. */
function useContent() {
  const engine = useCallEngine()
  const status = useCall((state) => state.status)
  const { Part: Content, hasFailed } = useSyncExternalStore(content.subscribe, content.get, content.atFirst)
  const [early] = useState<EarlyNews>(createEarlyNews)
  const [hasNews, setHasNews] = useState(false)
  const isNeeded = hasNews || status === 'ringing' || status === 'calling' || status === 'connected'
  const isMissed = isNeeded && hasFailed
  useProblem((problem) => {
    early.report(problem)
    setHasNews(true)
  })
  useEffect(
    function keepNews() {
      return early.listen(engine, () => setHasNews(true))
    },
    [early, engine],
  )
  useEffect(
    function load() {
      if (isNeeded) return content.load()
      return status === 'idle' ? whenIdle(content.load) : undefined
    },
    [isNeeded, status],
  )
  useEffect(
    function retry() {
      if (!isMissed) return undefined
      const timer = setInterval(content.load, RETRY_MS)
      window.addEventListener('online', content.load)
      return () => {
        clearInterval(timer)
        window.removeEventListener('online', content.load)
      }
    },
    [isMissed],
  )
  return { Content, early, isMissed }
}

/** Says that the call is there and cannot be shown, and offers another attempt. */
function ContentMissing(): ReactNode {
  const { partMissing, tryAgain } = useFirstTexts()
  return (
    <div role="alert" className="rk rk-call-notices">
      <div className="rk-card rk-notice" data-tone="error" data-kind="error">
        <span className="rk-notice-text">{partMissing}</span>
        <button type="button" className="rk-button" onClick={content.load}>
          {tryAgain}
        </button>
      </div>
    </div>
  )
}

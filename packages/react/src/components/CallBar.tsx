'use client'
import { GripVertical, Maximize2 } from 'lucide-react'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, KeyboardEvent, ReactNode } from 'react'
import { ActionScope, useCall } from '../hooks/index.ts'
import { cornerBeside } from '../layout/snapToCorner.ts'
import type { Corner } from '../layout/snapToCorner.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { cx } from '../ui/cx.ts'
import { ActionError } from './ActionError.tsx'
import { CallNames } from './CallNames.tsx'
import { HangUpButton, MicrophoneToggle } from './CallControls.tsx'
import { CallDuration } from './CallView.tsx'
import { directionOf } from './shortcutKeys.ts'
import { useCornerDrag } from './useCornerDrag.ts'
import { useGlide } from './useGlide.ts'

export interface CallBarProps extends ComponentPropsWithoutRef<'section'> {
  /** Goes back to the whole call; without it there is no button for that. */
  onExpand?: (() => void) | undefined
  /** Where it floats at first. Default: the lower corner at the end of a line. */
  defaultCorner?: Corner | undefined
}

/**
 * A running call, minimised (contract §5): who, how long, microphone, hang up. It floats over the page, is dragged, and stays
 * in the corner nearest to where it is let go. Children replace all but the handle.
 */
export const CallBar = /* @__PURE__ */ forwardRef<HTMLElement, CallBarProps>(function CallBar(props, ref) {
  const isConnected = useCall((state) => state.status === 'connected')
  return isConnected ? <RunningBar {...props} ref={ref} /> : null
})

const RunningBar = /* @__PURE__ */ forwardRef<HTMLElement, CallBarProps>(function RunningBar(
  { onExpand, defaultCorner, children, className, ...props },
  ref,
) {
  const { inCall } = useMessages()
  const language = useLanguageAttributes()
  const [corner, setCorner] = useState(defaultCorner ?? (language.dir === 'rtl' ? 'bottom-left' : 'bottom-right'))
  const bar = useRef<HTMLElement>(null)
  const startGlide = useGlide(bar, corner)
  const moveTo = (next: Corner): void => {
    startGlide()
    setCorner(next)
  }
  const drag = useCornerDrag(moveTo)
  useImperativeHandle<HTMLElement | null, HTMLElement | null>(ref, () => bar.current, [])
  useEffect(function takeFocus() {
    // The button that minimised the call is gone, and the focus with it.
    if (document.activeElement === document.body) bar.current?.focus({ preventScroll: true })
  }, [])
  return (
    <section
      {...language}
      aria-label={inCall.minimised}
      tabIndex={-1}
      data-corner={corner}
      {...props}
      {...drag}
      ref={bar}
      className={cx('rk rk-stage rk-call-bar', className)}
    >
      <ActionScope>
        <CallBarHandle corner={corner} onCorner={moveTo} />
        {children ?? <CallBarParts onExpand={onExpand} />}
      </ActionScope>
    </section>
  )
})

function CallBarParts({ onExpand }: Pick<CallBarProps, 'onExpand'>): ReactNode {
  const { inCall } = useMessages()
  return (
    <>
      <div className="rk-call-bar-about">
        <CallNames className="rk-call-bar-names" />
        <CallDuration />
      </div>
      <MicrophoneToggle />
      {onExpand && <ControlButton label={inCall.backToCall} icon={<Maximize2 />} onClick={onExpand} />}
      <HangUpButton />
      <ActionError />
    </>
  )
}

interface CallBarHandleProps {
  corner: Corner
  onCorner: (corner: Corner) => void
}

/** Moves the bar by the arrow keys, and is what a drag takes hold of at first sight. */
function CallBarHandle({ corner, onCorner }: CallBarHandleProps): ReactNode {
  const { inCall } = useMessages()
  const move = (event: KeyboardEvent): void => {
    const { key, code, ctrlKey, metaKey, altKey, shiftKey, nativeEvent } = event
    const { isComposing } = nativeEvent
    const direction = directionOf({ key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing })
    if (!direction) return
    event.preventDefault()
    onCorner(cornerBeside(corner, direction))
  }
  return (
    <button
      type="button"
      data-drag=""
      className="rk-icon-button rk-call-bar-handle"
      aria-label={inCall.moveBar}
      title={inCall.moveBar}
      onKeyDown={move}
    >
      <GripVertical aria-hidden />
    </button>
  )
}

'use client'
import { MicOff, X } from 'lucide-react'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useAction, useCall, useCallActions, useTalkingWhileMuted } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

/** Who has stopped talking for so long has seen it. Milliseconds. */
const GONE_AFTER_MS = 10_000

/**
 * "You are muted", with "Unmute", when one talks in a call with the microphone muted. Told once each time the microphone is
 * muted, politely; it goes with the mute, when dismissed, or ten seconds after the talk. `CallControls` shows it.
 */
export const MutedTalkingHint = /* @__PURE__ */ forwardRef<HTMLDivElement, ComponentPropsWithoutRef<'div'>>(
  function MutedTalkingHint({ className, ...props }, ref) {
    const { devices, dismiss } = useMessages()
    const language = useLanguageAttributes()
    const { setMicrophone } = useCallActions()
    const unmute = useAction(setMicrophone)
    const hint = useRef<HTMLDivElement>(null)
    useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => hint.current, [])
    const { isShown, hide } = useOncePerMute(() => hint.current?.contains(document.activeElement) === true)
    // The pressed button goes with the hint: the focus moves on to the controls around, not to the top of the page.
    const leave = (act: () => void): void => {
      hint.current?.parentElement?.querySelector<HTMLElement>('.rk-control-button')?.focus({ preventScroll: true })
      act()
    }
    return (
      <div
        {...language}
        data-state={isShown ? 'shown' : 'hidden'}
        {...props}
        ref={hint}
        className={cx('rk rk-card rk-line rk-muted-hint', className)}
      >
        {/* There before the text is, as what is to be read out has to be. */}
        <span role="status" className="rk-line rk-muted-hint-text">
          {isShown && (
            <>
              <MicOff aria-hidden />
              {devices.mutedTalking}
            </>
          )}
        </span>
        {isShown && (
          <>
            <button
              type="button"
              className="rk-button"
              onClick={() => leave(() => !unmute.isPending && unmute.run(true))}
            >
              {devices.unmute}
            </button>
            <button
              type="button"
              className="rk-icon-button"
              aria-label={dismiss}
              title={dismiss}
              onClick={() => leave(hide)}
            >
              <X aria-hidden />
            </button>
          </>
        )}
      </div>
    )
  },
)

/** Shown from the first talk of a mute on, and not again before the next mute. `isHeld`: somebody is about to press it. */
function useOncePerMute(isHeld: () => boolean): { isShown: boolean; hide: () => void } {
  const isTalking = useTalkingWhileMuted()
  const isMuted = useCall(
    ({ status, members, self }) => status === 'connected' && members[self?.userID ?? '']?.audioAvailable === false,
  )
  const [phase, setPhase] = useState<'waiting' | 'shown' | 'over'>('waiting')
  const held = useRef(isHeld)
  useEffect(() => {
    held.current = isHeld
  })
  // While rendering, so that no frame shows the hint of an earlier mute.
  if (!isMuted && phase !== 'waiting') setPhase('waiting')
  if (isMuted && isTalking && phase === 'waiting') setPhase('shown')
  useEffect(
    function goByItself() {
      if (phase !== 'shown' || isTalking) return undefined
      const timer = setInterval(() => {
        if (!held.current()) setPhase('over')
      }, GONE_AFTER_MS)
      return () => clearInterval(timer)
    },
    [phase, isTalking],
  )
  return { isShown: isMuted && phase === 'shown', hide: () => setPhase('over') }
}

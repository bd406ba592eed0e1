'use client'
import { ChevronDown } from 'lucide-react'
import { forwardRef, useId, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef, KeyboardEvent } from 'react'
import { useAction, useCallActions } from '../hooks/index.ts'
import { useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

export interface IncomingCallDeclineMessagesProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  /** What can be sent, at most 200 characters each. Default: three ready answers in the person's language. */
  answers?: readonly string[]
}

/** Declines with a ready answer, which the caller reads. A button that opens the answers; Escape closes them again. */
export const IncomingCallDeclineMessages = /* @__PURE__ */ forwardRef<HTMLDivElement, IncomingCallDeclineMessagesProps>(
  function IncomingCallDeclineMessages({ answers, className, ...props }, ref) {
    const { beforeCall } = useMessages()
    const { reject } = useCallActions()
    const action = useAction((message: string) => reject({ message }))
    const [isOpen, setOpen] = useState(false)
    const toggle = useRef<HTMLButtonElement>(null)
    const id = useId()
    const closeOnEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !isOpen) return
      setOpen(false)
      toggle.current?.focus()
    }
    return (
      <div
        data-state={isOpen ? 'open' : 'closed'}
        {...props}
        ref={ref}
        className={cx('rk rk-incoming-call-answers', className)}
      >
        <button
          ref={toggle}
          type="button"
          className="rk-line rk-text-button"
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpen(!isOpen)}
          onKeyDown={closeOnEscape}
        >
          {beforeCall.declineWithMessage}
          <ChevronDown aria-hidden />
        </button>
        {isOpen && (
          <ul id={id} className="rk-list" aria-label={beforeCall.declineWithMessage}>
            {(answers ?? [beforeCall.busyNow, beforeCall.callBackLater, beforeCall.writeInstead]).map((answer) => (
              <li key={answer}>
                <button
                  type="button"
                  className="rk-button"
                  aria-disabled={action.isPending || undefined}
                  onKeyDown={closeOnEscape}
                  onClick={() => !action.isPending && action.run(answer)}
                >
                  {answer}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    )
  },
)

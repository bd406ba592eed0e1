'use client'
import { Slot } from '@radix-ui/react-slot'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { cx } from './cx.ts'

export interface ControlButtonProps extends Omit<ComponentPropsWithoutRef<'button'>, 'children'> {
  /** What it does: its accessible name, and its tooltip. */
  label: string
  icon: ReactNode
  tone?: 'neutral' | 'positive' | 'danger'
  /** `below`, `beside`: the label can be read there; `beside` is a line of a menu. Default: none. */
  caption?: 'none' | 'below' | 'beside'
  /** Under way: it stays focusable, and a press does nothing. */
  isPending?: boolean
  asChild?: boolean
  /** With `asChild`: the element that becomes the button. */
  children?: ReactNode
}

/** A round button with an icon. */
export const ControlButton = /* @__PURE__ */ forwardRef<HTMLButtonElement, ControlButtonProps>(function ControlButton(
  { label, icon, tone = 'neutral', caption = 'none', isPending = false, asChild = false, children, onClick, ...props },
  ref,
) {
  const Part = asChild ? Slot : 'button'
  return (
    <Part
      {...(asChild ? {} : { type: 'button' })}
      {...(caption === 'none' ? { 'aria-label': label, title: label } : {})}
      data-tone={tone}
      data-caption={caption}
      data-pending={isPending || undefined}
      aria-disabled={isPending || undefined}
      {...props}
      onClick={isPending ? undefined : onClick}
      ref={ref}
      className={cx('rk rk-control-button', props.className)}
    >
      {asChild ? (
        children
      ) : (
        <>
          <span className="rk-control-button-icon" aria-hidden>
            {icon}
          </span>
          {caption !== 'none' && <span className="rk-control-button-caption">{label}</span>}
        </>
      )}
    </Part>
  )
})

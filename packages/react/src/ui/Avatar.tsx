'use client'
import { forwardRef, useState } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { cssVariables } from './cssVariables.ts'
import { cx } from './cx.ts'
import { hueOf, initials } from './initials.ts'

export interface AvatarProps extends ComponentPropsWithoutRef<'span'> {
  userID: string
  name: string
  /** A picture; initials when there is none or it does not load. */
  src?: string | undefined
}

/** A person's picture or initials. Decoration: the name stands beside it. */
export const Avatar = /* @__PURE__ */ forwardRef<HTMLSpanElement, AvatarProps>(function Avatar(
  { userID, name, src, className, style, ...props },
  ref,
) {
  const [broken, setBroken] = useState<string>()
  const picture = src !== undefined && src !== broken ? src : undefined
  return (
    <span
      aria-hidden
      style={{ ...cssVariables({ '--rk-avatar-hue': String(hueOf(userID)) }), ...style }}
      {...props}
      ref={ref}
      className={cx('rk rk-avatar', className)}
    >
      {picture === undefined ? initials(name) : <img src={picture} alt="" onError={() => setBroken(picture)} />}
    </span>
  )
})

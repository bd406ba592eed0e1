import type { CSSProperties } from 'react'

/** A `style` of our own CSS variables, which React's type does not know. */
export function cssVariables(values: Record<`--rk-${string}`, string>): CSSProperties {
  return { ...values }
}

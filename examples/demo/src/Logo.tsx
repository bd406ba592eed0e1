import type { ReactNode } from 'react'

/** The name of the thing, with its mark. */
export function Logo(): ReactNode {
  return (
    <span className="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="9" />
        <circle cx="16" cy="16" r="4" />
        <circle cx="16" cy="16" r="9" />
      </svg>
      <span className="logo-name">Ringkit</span>
    </span>
  )
}

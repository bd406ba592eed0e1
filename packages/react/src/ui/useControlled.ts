'use client'
import { useState } from 'react'

/** A value that the app keeps (`given`), or else the component itself, from `initial` on; and how to change it. */
export function useControlled<T>(
  given: T | undefined,
  initial: T,
  onChange: ((value: T) => void) | undefined,
): [T, (value: T) => void] {
  const [kept, keep] = useState(initial)
  return [
    given === undefined ? kept : given,
    (value) => {
      keep(() => value)
      onChange?.(value)
    },
  ]
}

'use client'
import { useCallback, useState } from 'react'

/** A value that the app keeps (`given`), or else the component itself, from `initial` on; and how to change it. */
export function useControlled<T>(
  given: T | undefined,
  initial: T,
  onChange: ((value: T) => void) | undefined,
): [T, (value: T) => void] {
  const [kept, keep] = useState(initial)
  // The same while the app's own is: what gets it need not render anew.
  const change = useCallback(
    (value: T) => {
      keep(() => value)
      onChange?.(value)
    },
    [onChange],
  )
  return [given === undefined ? kept : given, change]
}

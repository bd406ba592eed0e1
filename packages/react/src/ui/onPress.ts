import type { MouseEvent, MouseEventHandler } from 'react'

/** The user's handler first; ours unless that one called `preventDefault`. */
export function onPress<T extends Element>(
  given: MouseEventHandler<T> | undefined,
  ours: () => void,
): (event: MouseEvent<T>) => void {
  return (event) => {
    given?.(event)
    if (!event.defaultPrevented) ours()
  }
}

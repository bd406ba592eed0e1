'use client'
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'

/** Full screen, as one part of the page has asked for it. */
export interface FullScreen {
  /** The browser has it and lets this page; false on a server. */
  isSupported: boolean
  /** This one has entered it, and nobody has left since: not by Escape, not by the browser's own button. */
  isOn: boolean
  /** Enters or leaves. Only in a click or a key press; rejects with the browser's error where it refuses. */
  toggle: () => Promise<void>
}

/**
 * The page in full screen; leaves it when the component goes. It is the whole page, not one element: dialogs, menus and notices,
 * which stand at the end of the body, could not be seen over an element. Who calls it covers the page while `isOn`.
 *
 * @example
 * const { isOn, toggle } = useFullScreen()
 * return <div data-full-screen={isOn || undefined} onDoubleClick={() => void toggle()} />
 */
export function useFullScreen(): FullScreen {
  const isSupported = useSyncExternalStore(never, hasFullScreen, () => false)
  const isFull = useSyncExternalStore(listen, isPageFull, () => false)
  const [hasEntered, setEntered] = useState(false)
  const isOn = hasEntered && isFull
  useEffect(function forget() {
    // Somebody else may fill the screen next.
    return listen(() => {
      if (!isPageFull()) setEntered(false)
    })
  }, [])
  useEffect(
    function leave() {
      return isOn ? () => void leaveFullScreen() : undefined
    },
    [isOn],
  )
  const toggle = useCallback(async () => {
    if (isOn) return leaveFullScreen()
    await document.documentElement.requestFullscreen()
    setEntered(true)
  }, [isOn])
  return useMemo(() => ({ isSupported, isOn, toggle }), [isSupported, isOn, toggle])
}

const never = () => () => {}
const hasFullScreen = (): boolean => document.fullscreenEnabled === true
const isPageFull = (): boolean => document.fullscreenElement === document.documentElement

function listen(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange)
  return () => document.removeEventListener('fullscreenchange', onChange)
}

async function leaveFullScreen(): Promise<void> {
  if (isPageFull()) await document.exitFullscreen()
}

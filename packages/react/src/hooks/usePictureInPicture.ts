'use client'
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { browserSmallWindow } from './browserSmallWindow.ts'
import type { SmallWindowPort } from './browserSmallWindow.ts'
import { carryStyles } from './carryStyles.ts'
import { useCall } from './useCall.ts'

/** How the small window is opened. */
export interface PictureInPictureOptions {
  /** Of the window at first, px. Default: 360 × 270. The browser may choose another size, and people change it. */
  width?: number | undefined
  height?: number | undefined
  /** Default: the browser's own, `browserSmallWindow`. */
  port?: SmallWindowPort | undefined
}

/** A small window above all others, by `usePictureInPicture`. */
export interface PictureInPicture {
  /** The browser has such windows and lets this page open one; false on a server. */
  isSupported: boolean
  /** The window to render into by `createPortal`, with the styles of this page; null while there is none. */
  window: Window | null
  /** Opens the window, in a click or a key press alone; rejects with the browser's error where it refuses. */
  open: () => Promise<void>
  /** Closes it; nothing where there is none. */
  close: () => void
}

/**
 * A small window above all others for a running call (document picture-in-picture). It closes with the call, and with the
 * component; then the focus goes back to what had it when it opened. Whoever closes it, `window` is null afterwards.
 *
 * @example
 * const { window: small, open } = usePictureInPicture()
 * return small ? createPortal(<MyCall />, small.document.body) : <button onClick={() => void open()}>Small window</button>
 */
export function usePictureInPicture(options: PictureInPictureOptions = {}): PictureInPicture {
  const { width = 360, height = 270, port = browserSmallWindow } = options
  const isSupported = useSyncExternalStore(
    never,
    () => port.isSupported(),
    () => false,
  )
  const callID = useCall((state) => (state.status === 'connected' ? state.call?.callID : undefined))
  const [small, setSmall] = useState<Window | null>(null)
  const opener = useRef<Element | null>(null)
  const running = useRef<string | undefined>(undefined)
  const open = useCallback(async () => {
    const asked = running.current
    opener.current = document.activeElement
    const opened = await port.open({ width, height })
    opened.document.title = document.title
    await carryStyles(opener.current ?? document.documentElement, opened.document)
    // The call may have ended meanwhile, or the window been closed.
    if (asked === undefined || asked !== running.current) opened.close()
    else if (!opened.closed) setSmall(opened)
  }, [port, width, height])
  const close = useCallback(() => small?.close(), [small])
  useEffect(
    function watch() {
      if (!small) return undefined
      const forget = (): void => setSmall(null)
      small.addEventListener('pagehide', forget)
      return () => {
        small.removeEventListener('pagehide', forget)
        small.close()
        // After the parts that come back with the window's end, which may take the focus themselves.
        queueMicrotask(() => giveBack(opener.current))
      }
    },
    [small],
  )
  useEffect(
    function endWithCall() {
      running.current = callID
      return () => {
        running.current = undefined
        setSmall(null)
      }
    },
    [callID],
  )
  return useMemo(() => ({ isSupported, window: small, open, close }), [isSupported, small, open, close])
}

const never = () => () => {}

function giveBack(element: Element | null): void {
  const isFree = document.activeElement === null || document.activeElement === document.body
  if (isFree && element instanceof HTMLElement && element.isConnected) element.focus({ preventScroll: true })
}

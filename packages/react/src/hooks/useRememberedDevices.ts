'use client'
import { useEffect } from 'react'
import type { CallEngine } from '@ringkit/core'
import { restoreDevices, takeUp } from './deviceMemory.ts'

/**
 * Takes up the camera, microphone and speaker that were chosen on this machine before (`DevicePicker` keeps them in
 * localStorage): when the page has nothing else to do after signing in, at the latest with the first ring or call. One that is
 * not plugged in is taken up when it is. Somebody who has never chosen costs nothing. `CallProvider` does it.
 */
export function useRememberedDevices(engine: CallEngine): void {
  useEffect(
    function restore() {
      let cancel: (() => void) | undefined
      const follow = ({ status, devices }: ReturnType<CallEngine['store']['getState']>): void => {
        if (status === 'idle') cancel ??= whenIdle(() => void restoreDevices(engine))
        else if (status !== 'loggedOut' && status !== 'connecting') void restoreDevices(engine)
        void takeUp(engine, devices)
      }
      follow(engine.store.getState())
      const unfollow = engine.store.subscribe(follow)
      return () => {
        unfollow()
        cancel?.()
      }
    },
    [engine],
  )
}

/** Safari has no idle callback. */
function whenIdle(act: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(act, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(act, { timeout: 2000 })
  return () => cancelIdleCallback(handle)
}

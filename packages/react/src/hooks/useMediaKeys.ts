'use client'
import { useEffect } from 'react'
import type { CallState } from '@ringkit/core'
import { useAction } from './useAction.ts'
import { useCall } from './useCall.ts'
import { useCallActions } from './useCallActions.ts'
import { useCallEngine } from './useCallEngine.ts'

/**
 * Lets the media keys of keyboards, headsets and lock screens, and the buttons of the browser's own media window, hang up, and mute and
 * unmute microphone and camera while one is calling or in a call; they are given back when it ends. In an audio call there is no
 * camera to turn on. A failure is told as that of `useAction` is. Nothing where the browser has no such keys. `CallKit` does it.
 *
 * @example
 * function MyCall() {
 *   useMediaKeys()
 *   return <CallView />
 * }
 */
export function useMediaKeys(): void {
  const { store } = useCallEngine()
  const { hangup, setMicrophone, setCamera } = useCallActions()
  const hasCall = useCall(({ status }) => status === 'calling' || status === 'connected')
  const isVideo = useCall(({ call }) => call?.type === 'video')
  const hasMicrophone = useCall((state) => sends(state, 'microphone'))
  const hasCamera = useCall((state) => sends(state, 'camera'))
  const { run: hangUp } = useAction(hangup)
  const { run: turnMicrophone } = useAction(() => setMicrophone(!sends(store.getState(), 'microphone')))
  const { run: turnCamera } = useAction(() => setCamera(!sends(store.getState(), 'camera')))
  useEffect(
    function takeKeys() {
      if (!hasCall) return undefined
      const giveBack = [onKey('hangup', hangUp), onKey('togglemicrophone', turnMicrophone)]
      return () => giveBack.forEach((each) => each())
    },
    [hasCall, hangUp, turnMicrophone],
  )
  useEffect(
    function takeCameraKey() {
      return hasCall && isVideo ? onKey('togglecamera', turnCamera) : undefined
    },
    [hasCall, isVideo, turnCamera],
  )
  useEffect(
    function tellMicrophone() {
      if (hasCall) tell('setMicrophoneActive', hasMicrophone)
    },
    [hasCall, hasMicrophone],
  )
  useEffect(
    function tellCamera() {
      if (hasCall && isVideo) tell('setCameraActive', hasCamera)
    },
    [hasCall, isVideo, hasCamera],
  )
}

/** Whether I send it; while it rings, whether the call will begin with it. */
function sends(state: CallState, source: 'camera' | 'microphone'): boolean {
  if (state.status !== 'connected') return state.wanted[source]
  const own = state.members[state.self?.userID ?? '']
  return (source === 'camera' ? own?.videoAvailable : own?.audioAvailable) === true
}

/** What the keys can ask of a call. TypeScript's browser types have those of players alone. */
type MediaKey = 'hangup' | 'togglemicrophone' | 'togglecamera'

function onKey(key: MediaKey, act: () => void): () => void {
  if (!('mediaSession' in navigator)) return () => {}
  const { mediaSession } = navigator
  const set = (handler: (() => void) | null): void => {
    // Not among the actions that the type knows, and a browser that does not know them either throws.
    mediaSession.setActionHandler(key as string as MediaSessionAction, handler)
  }
  try {
    set(() => act())
  } catch {
    return () => {}
  }
  return () => set(null)
}

/** What the browser shows beside the keys. Older ones have no such thing, and it is no news that a page out of sight is refused. */
function tell(method: 'setMicrophoneActive' | 'setCameraActive', isActive: boolean): void {
  if (!('mediaSession' in navigator) || !(method in navigator.mediaSession)) return
  void Promise.resolve(navigator.mediaSession[method](isActive)).catch(() => {})
}

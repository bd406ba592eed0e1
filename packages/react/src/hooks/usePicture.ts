'use client'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { PictureSource } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'
import { watchFacing } from './watchFacing.ts'

/**
 * A ref for a `<video>` that shows a member's camera or screen whenever there is a picture, one's own too. The element has
 * `data-frame` from the first frame on: a track that is available may take a while to show one; and `data-facing="back"`
 * while one's own camera looks away from oneself.
 *
 * @example
 * return <video ref={usePicture('bob', 'camera')} autoPlay playsInline muted />
 */
export function usePicture(userID: string, source: PictureSource): RefObject<HTMLVideoElement | null> {
  const engine = useCallEngine()
  const video = useRef<HTMLVideoElement>(null)
  useEffect(
    function show() {
      const element = video.current
      if (!element) return undefined
      const unwatch = watchFrames(element)
      const detach = engine.attach(userID, source, element)
      const isOwnCamera = source === 'camera' && engine.store.getState().self?.userID === userID
      const unface = isOwnCamera ? watchFacing(element, engine) : undefined
      return () => {
        unface?.()
        detach()
        unwatch()
      }
    },
    [engine, userID, source],
  )
  return video
}

/** Keeps `data-frame` true to what the element shows; past React, as frames are. */
function watchFrames(element: HTMLVideoElement): () => void {
  const come = () => element.toggleAttribute('data-frame', true)
  const go = () => element.toggleAttribute('data-frame', false)
  if (element.readyState >= element.HAVE_CURRENT_DATA) come()
  element.addEventListener('loadeddata', come)
  element.addEventListener('emptied', go)
  return () => {
    element.removeEventListener('loadeddata', come)
    element.removeEventListener('emptied', go)
    go()
  }
}

'use client'
import { useEffect, useRef } from 'react'
import type { RefObject } from 'react'
import type { PictureSource } from '@ringkit/core'
import { useCallEngine } from './useCallEngine.ts'

/**
 * A ref for a `<video>` that shows a member's camera or screen whenever there is a picture, one's own too.
 *
 * @example
 * return <video ref={usePicture('bob', 'camera')} autoPlay playsInline muted />
 */
export function usePicture(userID: string, source: PictureSource): RefObject<HTMLVideoElement | null> {
  const engine = useCallEngine()
  const video = useRef<HTMLVideoElement>(null)
  useEffect(
    function show() {
      return video.current ? engine.attach(userID, source, video.current) : undefined
    },
    [engine, userID, source],
  )
  return video
}

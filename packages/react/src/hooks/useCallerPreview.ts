'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useCall } from './useCall.ts'
import { wantsCamera } from './useCallActions.ts'
import { useCallContext } from './useCallContext.ts'

export interface CallerPreview {
  /** For a `<video>`. */
  video: RefObject<HTMLVideoElement | null>
  isShown: boolean
}

/**
 * My own camera while I am calling, for my eyes only; off when the call is connected or over. It goes on only where
 * `useCallActions().call` asked for the camera: nobody's camera light comes on by surprise.
 */
export function useCallerPreview(): CallerPreview {
  const { engine, problems } = useCallContext('useCallerPreview')
  const video = useRef<HTMLVideoElement>(null)
  const [isShown, setShown] = useState(false)
  const isVideoCall = useCall((state) => state.status === 'calling' && state.call?.type === 'video')
  useEffect(
    function show() {
      if (!isVideoCall || !wantsCamera(engine)) return undefined
      let end: (() => void) | undefined
      let isOver = false
      engine.preview({ camera: true, microphone: false }).then(
        (preview) => {
          if (isOver || !video.current) return preview.stop()
          const detach = preview.attach(video.current)
          setShown(true)
          end = () => {
            detach()
            preview.stop()
          }
        },
        (error: unknown) => {
          if (!isOver) problems.report(error)
        },
      )
      return () => {
        isOver = true
        setShown(false)
        end?.()
      }
    },
    [engine, problems, isVideoCall],
  )
  return { video, isShown }
}

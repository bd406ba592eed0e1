'use client'
import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { restoreDevices } from './deviceMemory.ts'
import { useCall } from './useCall.ts'
import { useCallContext } from './useCallContext.ts'
import { watchFacing } from './watchFacing.ts'

/** My own camera while I am calling, by `useCallerPreview`. */
export interface CallerPreview {
  /** For a `<video>`. */
  video: RefObject<HTMLVideoElement | null>
  isShown: boolean
}

/** When an element has a picture, and has none any more. */
const pictureEvents = ['loadeddata', 'emptied'] as const

/**
 * My own camera while I am calling, for my eyes only; off when the call is connected or over, and while `state.wanted` has no
 * camera: nobody's camera light comes on by surprise.
 */
export function useCallerPreview(): CallerPreview {
  const { engine, problems } = useCallContext('useCallerPreview')
  const video = useRef<HTMLVideoElement>(null)
  const [isShown, setShown] = useState(false)
  const isTold = useRef(false)
  const isWanted = useCall((state) => state.status === 'calling' && state.wanted.camera)
  useEffect(
    function show() {
      if (!isWanted) return undefined
      let end: (() => void) | undefined
      let isOver = false
      isTold.current = false
      const opened = async () => {
        await restoreDevices(engine)
        return isOver ? undefined : engine.preview({ camera: true, microphone: false })
      }
      opened().then(
        (preview) => {
          if (!preview) return
          if (isOver || !video.current) return preview.stop()
          const element = video.current
          // What is captured for the call comes when it is captured.
          const look = () => setShown(element.readyState >= element.HAVE_CURRENT_DATA)
          for (const event of pictureEvents) element.addEventListener(event, look)
          const detach = preview.attach(element)
          const unface = watchFacing(element, engine)
          look()
          end = () => {
            for (const event of pictureEvents) element.removeEventListener(event, look)
            unface()
            detach()
            preview.stop()
          }
        },
        (error: unknown) => {
          // Told once, though Strict Mode asks twice, and also where the engine has taken the wish back, which ended this.
          if (isTold.current || engine.store.getState().status !== 'calling') return
          isTold.current = true
          problems.report(error)
        },
      )
      return () => {
        isOver = true
        setShown(false)
        end?.()
      }
    },
    [engine, problems, isWanted],
  )
  return { video, isShown }
}

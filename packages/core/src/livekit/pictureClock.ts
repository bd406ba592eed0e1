import { createBackgroundPace } from './backgroundPace.ts'

/** When a picture may be drawn, and what size it has: `backgroundPace.ts` decides, this one measures. */
export interface PictureClock {
  /** `busy`: not now, leave this frame out. `tooSlow`: not at all any more. */
  look(): 'ready' | 'busy' | 'tooSlow'
  /** Hands the frame on for drawing, made smaller where it takes long, and notes the time. */
  time(frame: VideoFrame, draw: (frame: VideoFrame) => void): void
}

interface Picture {
  beganAt: number
  threadMs: number
  /** The graphics card, or what stands in for it, has drawn it once this is signalled. */
  fence: WebGLSync | null
  wasLate: boolean
}

/**
 * A clock for what is drawn on that canvas. A call returns long before a picture is drawn: to the time of the thread comes
 * that of the graphics card, as far as it is not done by the next frame.
 */
export function createPictureClock(canvas: OffscreenCanvas | HTMLCanvasElement): PictureClock {
  const gl = webGLOf(canvas)
  const pace = createBackgroundPace()
  let drawn: Picture | undefined
  let smaller: OffscreenCanvas | undefined

  function isDrawn({ fence }: Picture): boolean {
    return !gl || !fence || gl.isContextLost() || gl.getSyncParameter(fence, gl.SYNC_STATUS) === gl.SIGNALED
  }

  function sized(frame: VideoFrame): VideoFrame {
    if (pace.scale === 1) return frame
    const width = Math.round(frame.displayWidth * pace.scale)
    const height = Math.round(frame.displayHeight * pace.scale)
    smaller ??= new OffscreenCanvas(width, height)
    if (smaller.width !== width || smaller.height !== height) Object.assign(smaller, { width, height })
    // Read at once: a graphics card that is only emulated had better not be asked for it.
    smaller.getContext('2d', { willReadFrequently: true })?.drawImage(frame, 0, 0, width, height)
    return new VideoFrame(smaller, { timestamp: frame.timestamp })
  }

  return {
    look() {
      const now = performance.now()
      if (drawn) {
        if (!isDrawn(drawn)) {
          drawn.wasLate = true
          return 'busy'
        }
        const { beganAt, threadMs, fence, wasLate } = drawn
        drawn = undefined
        gl?.deleteSync(fence)
        const doneAt = wasLate ? now : beganAt + threadMs
        if (pace.took(doneAt - beganAt, doneAt)) return 'tooSlow'
      }
      return pace.isDue(now) ? 'ready' : 'busy'
    },
    time(frame, draw) {
      const beganAt = performance.now()
      const picture = sized(frame)
      try {
        draw(picture)
      } finally {
        if (picture !== frame) picture.close()
      }
      const fence = gl?.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? null
      gl?.flush()
      drawn = { beganAt, threadMs: performance.now() - beganAt, fence, wasLate: false }
    },
  }
}

/** The context that the canvas has by now. */
function webGLOf(canvas: OffscreenCanvas | HTMLCanvasElement): WebGL2RenderingContext | null {
  return canvas instanceof HTMLCanvasElement ? canvas.getContext('webgl2') : canvas.getContext('webgl2')
}

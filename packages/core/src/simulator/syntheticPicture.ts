import type { SyntheticPaint } from './syntheticPaint.ts'

/** A painted canvas that can be played in any number of video elements. */
export interface SyntheticPicture {
  /** Plays it in `element`; returns what takes it out again, unless something else has been put there meanwhile. */
  show(element: HTMLVideoElement): () => void
  /** Ends the picture and takes it out of every element. Safe to call twice. */
  close(): void
}

/** Size in pixels, frames per second, and who paints. */
export interface PictureOptions {
  width: number
  height: number
  framesPerSecond: number
  paint: SyntheticPaint
}

const noPicture: SyntheticPicture = { show: () => () => {}, close: () => {} }

/** A stream of a new canvas, and the brush to it; undefined in Node and jsdom, which have no canvas to film. */
function film({
  width,
  height,
  framesPerSecond,
}: PictureOptions): { context: CanvasRenderingContext2D; stream: MediaStream } | undefined {
  if (typeof document === 'undefined' || typeof HTMLCanvasElement === 'undefined') return undefined
  // Asked first: jsdom has the element, and complains loudly about `getContext`.
  if (!('captureStream' in HTMLCanvasElement.prototype)) return undefined
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  return context ? { context, stream: canvas.captureStream(framesPerSecond) } : undefined
}

/**
 * Opens a picture. It is painted while an element shows it, so a camera nobody looks at costs nothing. Where there is no
 * canvas to film (Node, jsdom) it is an empty one that elements do not notice.
 */
export function openSyntheticPicture(options: PictureOptions): SyntheticPicture {
  const filmed = film(options)
  if (!filmed) return noPicture
  const { context, stream } = filmed
  const { width, height, framesPerSecond, paint } = options
  const shownIn = new Map<HTMLVideoElement, number>()
  let frame: number | undefined
  let paintedAt = -Infinity

  const paintFrame = (at: number) => {
    frame = requestAnimationFrame(paintFrame)
    // A display frame of 16 ms may come a little early: half of one is close enough.
    if (at - paintedAt < 1000 / framesPerSecond - 8) return
    paintedAt = at
    paint(context, width, height, at / 1000)
  }
  const rest = () => {
    if (frame !== undefined) cancelAnimationFrame(frame)
    frame = undefined
  }
  const takeOut = (element: HTMLVideoElement) => {
    shownIn.delete(element)
    if (element.srcObject === stream) element.srcObject = null
    if (shownIn.size === 0) rest()
  }
  const putIn = (element: HTMLVideoElement) => {
    // The picture has no sound, and only a muted one starts without a click everywhere.
    element.muted = true
    element.autoplay = true
    element.playsInline = true
    if (element.srcObject !== stream) element.srcObject = stream
  }
  return {
    show(element) {
      if (!stream.active) return () => {}
      shownIn.set(element, (shownIn.get(element) ?? 0) + 1)
      putIn(element)
      if (frame === undefined) paintFrame(performance.now())
      let isIn = true
      return () => {
        const count = shownIn.get(element) ?? 0
        if (isIn && count > 1) shownIn.set(element, count - 1)
        else if (isIn && count === 1) takeOut(element)
        isIn = false
      }
    },
    close() {
      for (const element of shownIn.keys()) takeOut(element)
      for (const track of stream.getTracks()) track.stop()
    },
  }
}

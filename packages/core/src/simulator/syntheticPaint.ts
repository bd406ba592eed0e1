import type { Background } from '../ports/media.ts'
import { seedOf } from './chance.ts'

/** Draws one frame; `seconds` moves it on. */
export type SyntheticPaint = (context: CanvasRenderingContext2D, width: number, height: number, seconds: number) => void

/** What a camera picture shows. `hue` and `now` are asked for at each frame. */
export interface CameraSubject {
  name: string
  /** Degrees of the colour wheel: people, and cameras, can be told apart by it. */
  hue: () => number
  /** Epoch milliseconds. */
  now: () => number
  /** What is put behind the person. */
  background: () => Background
}

/** Another colour for each image, a dull one for blur: that a background is there can be seen, which is all. */
function backdrop(background: Background, colour: number): string | undefined {
  if (background.kind === 'none') return undefined
  return background.kind === 'blur' ? `hsl(${colour} 12% 38%)` : `hsl(${seedOf(background.url, 1) % 360} 35% 30%)`
}

function room(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  { colour, swing }: { colour: number; swing: number },
): CanvasGradient {
  const gradient = context.createLinearGradient(width * (0.25 + 0.25 * swing), 0, width * (0.75 - 0.25 * swing), height)
  gradient.addColorStop(0, `hsl(${colour} 55% 42%)`)
  gradient.addColorStop(1, `hsl(${colour + 70 + 30 * swing} 60% 22%)`)
  return gradient
}

/** A gradient that drifts (a plain backdrop when a background was chosen), the person's name, and a clock that shows the picture is alive. */
export function cameraPaint({ name, hue, now, background }: CameraSubject): SyntheticPaint {
  return (context, width, height, seconds) => {
    const swing = Math.sin(seconds * 0.9)
    const colour = hue()
    context.fillStyle = backdrop(background(), colour) ?? room(context, width, height, { colour, swing })
    context.fillRect(0, 0, width, height)
    context.fillStyle = 'rgb(255 255 255 / 0.16)'
    context.beginPath()
    context.arc(
      width * (0.5 + 0.3 * Math.sin(seconds * 0.7)),
      height * (0.5 + 0.25 * Math.cos(seconds)),
      height * 0.3,
      0,
      7,
    )
    context.fill()
    context.fillStyle = 'white'
    context.textAlign = 'center'
    context.textBaseline = 'middle'
    context.font = `600 ${Math.round(height * 0.15)}px system-ui, sans-serif`
    context.fillText(name, width / 2, height * 0.45, width * 0.9)
    context.font = `${Math.round(height * 0.09)}px ui-monospace, monospace`
    context.fillText(new Date(now()).toISOString().slice(11, 19), width / 2, height * 0.63)
  }
}

/** A page of text somebody is reading: grey lines that scroll under a heading. */
export function screenPaint(name: string): SyntheticPaint {
  return (context, width, height, seconds) => {
    const line = height / 18
    context.fillStyle = '#d8dce2'
    context.fillRect(0, 0, width, height)
    context.fillStyle = 'white'
    context.fillRect(width * 0.15, 0, width * 0.7, height)
    context.fillStyle = '#9aa3af'
    const scrolled = (seconds * line) / 2
    for (let row = 0; row < 20; row += 1) {
      const number = row + Math.floor(scrolled / line)
      // Paragraphs of six lines, the last one left out; lengths look random and stay with their line.
      if (number % 7 === 6) continue
      const length = 0.42 + ((number * 37) % 17) / 100
      context.fillRect(width * 0.2, (row + 2) * line - (scrolled % line), width * length, line * 0.4)
    }
    context.fillStyle = '#1f2937'
    context.fillRect(0, 0, width, line * 2)
    context.fillStyle = 'white'
    context.textAlign = 'left'
    context.textBaseline = 'middle'
    context.font = `600 ${Math.round(line)}px system-ui, sans-serif`
    context.fillText(`${name}: Report.pdf`, width * 0.03, line, width * 0.9)
  }
}

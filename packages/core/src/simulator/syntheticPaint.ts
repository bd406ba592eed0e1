/** Draws one frame; `seconds` moves it on. */
export type SyntheticPaint = (context: CanvasRenderingContext2D, width: number, height: number, seconds: number) => void

/** What a camera picture shows. `hue` and `now` are asked for at each frame. */
export interface CameraSubject {
  name: string
  /** Degrees of the colour wheel: people, and cameras, can be told apart by it. */
  hue: () => number
  /** Epoch milliseconds. */
  now: () => number
}

/** A gradient that drifts, the person's name, and a clock that shows the picture is alive. */
export function cameraPaint({ name, hue, now }: CameraSubject): SyntheticPaint {
  return (context, width, height, seconds) => {
    const swing = Math.sin(seconds * 0.9)
    const colour = hue()
    const background = context.createLinearGradient(
      width * (0.25 + 0.25 * swing),
      0,
      width * (0.75 - 0.25 * swing),
      height,
    )
    background.addColorStop(0, `hsl(${colour} 55% 42%)`)
    background.addColorStop(1, `hsl(${colour + 70 + 30 * swing} 60% 22%)`)
    context.fillStyle = background
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

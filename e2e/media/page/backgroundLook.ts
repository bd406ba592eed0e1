/** What a picture shows: its mean colour in a word, and the sharpest step between two neighbouring points, 0..255. */
export interface Look {
  colour: string
  sharpness: number
}

const [width, height] = [320, 180]
const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })

/** Chromium's fake camera is green with a black figure and numbers in it: nobody a model would take for a person. */
export function lookOf(video: HTMLVideoElement): Look {
  context?.drawImage(video, 0, 0, width, height)
  const data = context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
  const sums: [number, number, number] = [0, 0, 0]
  let sharpness = 0
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3)
    sums[0] += red
    sums[1] += green
    sums[2] += blue
    const isLastInRow = (at / 4) % width === width - 1
    if (!isLastInRow) sharpness = Math.max(sharpness, Math.abs(green - (data[at + 5] ?? green)))
  }
  const [red, green, blue] = sums.map((sum) => Math.round(sum / (width * height)))
  return { colour: word(red ?? 0, green ?? 0, blue ?? 0), sharpness }
}

function word(red: number, green: number, blue: number): string {
  if (red > 150 && green < 60 && blue < 60) return 'red'
  if (blue > 150 && green < 60 && red < 60) return 'blue'
  if (green > 100 && red < 60 && blue < 60) return 'green'
  return red + green + blue < 30 ? 'black' : `${red} ${green} ${blue}`
}

/** The colours an element shows from now on, frame by frame, each named once in a row. */
export function coloursOf(video: HTMLVideoElement): string[] {
  const colours: string[] = []
  const next = () => {
    const { colour } = lookOf(video)
    if (colours.at(-1) !== colour) colours.push(colour)
    video.requestVideoFrameCallback(next)
  }
  video.requestVideoFrameCallback(next)
  return colours
}

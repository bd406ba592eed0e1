/** How long anything on these pages may take, ms: the machine may be busy. */
const patienceMs = 30_000
const lookMs = 50

/** Looks until it is there; rejects, naming it, when it never comes. */
export async function until<T>(what: string, find: () => T | undefined | false | null): Promise<T> {
  const late = performance.now() + patienceMs
  for (;;) {
    const found = find()
    if (found) return found
    if (performance.now() > late) throw new Error(`Never came: ${what}.`)
    // oxlint-disable-next-line no-await-in-loop -- one look after the other
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}

/** Clicks the button of that name once it can be. */
export async function press(name: string): Promise<void> {
  const button = await until(`the button "${name}"`, () =>
    [...document.querySelectorAll('button')].find(
      (each) => (each.ariaLabel ?? each.textContent).trim() === name && !each.disabled,
    ),
  )
  button.click()
}

const canvas = new OffscreenCanvas(16, 16)
const context = canvas.getContext('2d', { willReadFrequently: true })

/** Is there anything to be seen, or is it empty or black? */
export function isLit(video: HTMLVideoElement): boolean {
  if (!context || video.videoWidth === 0 || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return false
  context.drawImage(video, 0, 0, 16, 16)
  return context.getImageData(0, 0, 16, 16).data.some((value, index) => index % 4 < 3 && value > 60)
}

import type { Background } from '@ringkit/core'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { Look } from './page/backgroundLook.ts'

/** An image of one colour. */
const plain = (colour: string): Background => ({
  kind: 'image',
  url: `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><rect width="64" height="36" fill="${colour}"/></svg>`,
})
export const red = plain('rgb(224,0,0)')
export const blue = plain('rgb(0,0,224)')

export const dark = { camera: 0, microphone: 0 }
export const lights = (page: Page): Promise<typeof dark> => page.evaluate(() => port.lights())
export const log = (page: Page, from = 0): Promise<string[]> => page.evaluate((from) => port.log(from), from)
export const factCount = (page: Page): Promise<number> => page.evaluate(() => port.facts.length)
export const look = (page: Page, id: string): Promise<Look> => page.evaluate((id) => port.look(id), id)

/** Waits for a picture of that colour. */
export async function shows(page: Page, id: string, colour: string): Promise<void> {
  await expect.poll(async () => (await look(page, id)).colour, { timeout: 30_000 }).toBe(colour)
}

/** Sets a background: why it was refused, `''` when it was not. */
export const set = (page: Page, background: Background): Promise<string> =>
  page.evaluate(
    (background) =>
      port.media.setBackground(background).then(
        () => '',
        (error: Error & { code?: string }) => `${error.code}: ${error.message}`,
      ),
    background,
  )

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { chromium, type Browser, type Page } from 'playwright'
import { build, preview } from 'vite'
import { findChromium } from '../../scripts/chromium.ts'
import { chromiumFlags } from '../../scripts/chromiumFlags.ts'
import { provideFonts } from '../../scripts/fonts.ts'
import { sizes, type Picture } from './pictureList.ts'

/** Where pictures of stories are taken. */
export interface PictureStudio {
  /** Plays the story, and takes a picture (PNG) of what it ends with. @throws Error when the story fails */
  take(picture: Picture): Promise<Buffer>
  close(): Promise<void>
}

/** Letters and colours are drawn as on every other machine, as far as one can ask for it. */
const flags = [
  ...chromiumFlags,
  '--font-render-hinting=none',
  '--disable-lcd-text',
  '--disable-partial-raster',
  '--force-color-profile=srgb',
  '--hide-scrollbars',
]

/** Several engines in one page: a busy machine is no failure. */
const PATIENCE_MS = 90_000
/** A picture is taken until it comes out twice the same. */
const MOST_TRIES = 12

/** Builds the stories' page, once, and opens a browser for it. */
export async function openPictureStudio(): Promise<PictureStudio> {
  await provideFonts()
  const outDir = mkdtempSync(join(tmpdir(), 'ringkit-pictures-'))
  const common = { configFile: false, root: join(import.meta.dirname, 'page'), logLevel: 'error' } as const
  await build({
    ...common,
    base: './',
    // As the tests of the stories have it: what a story renders has taken effect before it plays.
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    plugins: [react()],
    resolve: { tsconfigPaths: true },
    // The page is loaded from this machine, once per picture; nobody waits for its bytes.
    build: { outDir, emptyOutDir: true, target: 'esnext', minify: false, chunkSizeWarningLimit: 10_000 },
  })
  const site = await preview({ ...common, build: { outDir }, preview: { host: '127.0.0.1', port: 0 } })
  const url = site.resolvedUrls?.local[0]
  if (!url) throw new Error('The page of the stories is served nowhere.')
  const browser = await chromium.launch({
    executablePath: await findChromium({ report: () => undefined }),
    args: flags,
  })
  return {
    take: (picture) => take(browser, url, picture),
    async close() {
      await browser.close()
      await site.close()
      rmSync(resolve(outDir), { recursive: true, force: true })
    },
  }
}

async function take(browser: Browser, url: string, picture: Picture): Promise<Buffer> {
  const context = await browser.newContext({
    viewport: sizes[picture.size],
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    colorScheme: picture.theme,
    locale: picture.language,
    timezoneId: 'UTC',
  })
  try {
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const { story, theme, language, cameras } = picture
    const args = story.startsWith('main:') ? { cameras } : {}
    await page.goto(`${url}?${new URLSearchParams({ story, theme, language, args: JSON.stringify(args) }).toString()}`)
    const root = page.locator('html[data-story]')
    await root.waitFor()
    if ((await root.getAttribute('data-story')) !== 'played') {
      throw new Error(`The story of ${picture.name} failed: ${await root.getAttribute('data-error')}`)
    }
    const moving = await page.evaluate(whatMoves)
    if (moving.length > 0)
      throw new Error(`In ${picture.name}, who asked for less motion sees move: ${moving.join(', ')}`)
    return await (picture.isMoving ? shoot(page) : settled(page, picture.name))
  } finally {
    await context.close()
  }
}

/** The elements of Ringkit that an animation or a transition of a stylesheet would move. Runs in the page. */
function whatMoves(): string[] {
  const parts = [undefined, '::before', '::after']
  return [...document.querySelectorAll('.rk, .rk *')].flatMap((element) =>
    parts.flatMap((part) => {
      const { animationName, transitionDuration } = getComputedStyle(element, part)
      const isMoving = animationName !== 'none' || transitionDuration.split(',').some((each) => parseFloat(each) > 0)
      return isMoving ? [`${element.getAttribute('class') ?? element.tagName}${part ?? ''}`] : []
    }),
  )
}

function shoot(page: Page): Promise<Buffer> {
  return page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
}

/** What the page looks like once it looks the same twice. */
async function settled(page: Page, name: string): Promise<Buffer> {
  let last = await shoot(page)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const next = await shoot(page)
    if (next.equals(last)) return next
    last = next
  }
  throw new Error(`${name} does not stand still.`)
}

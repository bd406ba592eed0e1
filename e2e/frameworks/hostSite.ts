import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import type { Page } from 'playwright'
import { build, preview } from 'vite'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'

const root = resolve(import.meta.dirname, '../..')

/** The packages by their sources: nothing has to be built first. */
const packages = [
  { find: /^@ringkit\/react\/styles\.css/, replacement: `${root}/packages/react/src/styles.css` },
  { find: /^@ringkit\/(core|react)$/, replacement: `${root}/packages/$1/src/index.ts` },
  { find: /^@ringkit\/core\/(.+)$/, replacement: `${root}/packages/core/src/$1.ts` },
]

const react18 = { find: /^(react|react-dom)(?=\/|$)/, replacement: `${root}/e2e/react18/node_modules/$1` }

export interface Site {
  url: string
  close(): Promise<void>
}

/** Builds `hostPage` on that major of React, and serves it. */
export const startHostSite = (reactMajor: 18 | 19): Promise<Site> =>
  startSite(join(import.meta.dirname, 'hostPage'), { reactMajor })

export interface SiteOptions {
  /** Default 19. */
  reactMajor?: 18 | 19
  /** What stands in `import.meta.env`, by name. Default: nothing more than Vite's own. */
  env?: Readonly<Record<string, string>>
}

/** Builds the app of that directory, and serves it. */
export async function startSite(directory: string, { reactMajor = 19, env = {} }: SiteOptions = {}): Promise<Site> {
  const outDir = await mkdtemp(join(tmpdir(), 'ringkit-site-'))
  const options = { root: directory, configFile: false, logLevel: 'error' } as const
  const define = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
  )
  await build({
    ...options,
    plugins: [react()],
    define,
    resolve: { alias: reactMajor === 18 ? [react18, ...packages] : packages },
    build: { outDir, emptyOutDir: true, target: 'es2023', chunkSizeWarningLimit: 5_000 },
  })
  const site = await preview({
    ...options,
    build: { outDir },
    preview: { host: '127.0.0.1', port: await freeTCPPort(), strictPort: true },
  })
  return {
    url: site.resolvedUrls?.local[0] ?? 'http://nowhere/',
    async close() {
      await site.close()
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

/** Opens the page, which is Ann's; resolves when she can be called. */
export async function openHostPage(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.locator('.rk-call-kit').waitFor({ state: 'attached' })
}

/** Puts a stylesheet after those that are there. */
export async function addStyles(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const style = document.createElement('style')
    style.textContent = text
    document.head.append(style)
  }, css)
}

/** Puts the kit's own stylesheet after those that are there. */
export async function addKitStyles(page: Page): Promise<void> {
  await addStyles(page, await page.evaluate(() => window.host.styles))
}

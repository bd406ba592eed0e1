import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { findOnPath } from '../packages/server/src/cli/findOnPath.ts'
import { aptInstall, mayInstallPackages } from './aptInstall.ts'
import { chromiumNames } from './chromiumFlags.ts'

/** What the search for a browser depends on. */
export interface ChromiumContext {
  readonly env: NodeJS.ProcessEnv
  /** Where Playwright keeps its own Chromium, if it has fetched one. */
  readonly playwrightPath: string
  readonly exists: (path: string) => boolean
  /** True where this user may install Debian's package. */
  readonly mayInstall: boolean
  /** Installs Debian's package. @throws Error when that fails */
  readonly install: () => Promise<void>
  readonly report: (line: string) => void
}

/**
 * Finds a Chromium for the tests: `CHROMIUM_PATH`, PATH, Playwright's own, or Debian's package, installed where root may.
 *
 * @param options - what differs from this process and this machine
 * @returns its full path
 * @throws Error that names the ways to get one
 */
export async function findChromium(options: Partial<ChromiumContext> = {}): Promise<string> {
  const context: ChromiumContext = {
    env: process.env,
    playwrightPath: chromium.executablePath(),
    exists: existsSync,
    mayInstall: mayInstallPackages(),
    install: () => aptInstall(['chromium']),
    report: (line) => console.error(line),
    ...options,
  }
  const { env, playwrightPath, exists, report } = context
  const found = (from: string, path: string) => {
    report(`Chromium: ${from}: ${path}`)
    return path
  }

  if (env.CHROMIUM_PATH) {
    if (exists(env.CHROMIUM_PATH)) return found('CHROMIUM_PATH', env.CHROMIUM_PATH)
    throw new Error(`CHROMIUM_PATH is ${env.CHROMIUM_PATH}, and nothing is there.`)
  }
  const onPath = findOnPath(chromiumNames, env)
  if (onPath) return found('on PATH', onPath)
  if (exists(playwrightPath)) return found("Playwright's own", playwrightPath)

  let failure = 'not as root on Debian or Ubuntu'
  if (context.mayInstall) {
    report('Installing Chromium with apt-get, this once')
    try {
      await context.install()
      const installed = findOnPath(chromiumNames, env)
      if (installed) return found('installed', installed)
      failure = 'it installed nothing that PATH has'
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
  }
  throw new Error(
    [
      'No Chromium was found. Any one of these gives one, tried in this order:',
      '  - CHROMIUM_PATH: not set',
      `  - ${chromiumNames.join(', ')} on PATH: none there`,
      "  - Playwright's own: run `npx playwright install chromium`",
      `  - \`apt-get install chromium\`: ${failure}`,
    ].join('\n'),
  )
}

import { runProgram } from '../packages/server/src/cli/runProgram.ts'
import { aptInstall, mayInstallPackages } from './aptInstall.ts'

/** The kit's languages whose letters a bare machine lacks. */
const languages = ['ko', 'ja', 'zh-cn', 'ar']
const packages = ['fonts-noto-core', 'fonts-noto-cjk']

/** What making sure of the fonts depends on. */
export interface FontsContext {
  /** Does fontconfig know a font with the letters of that language? Undefined where there is no fontconfig to ask. */
  readonly has: (language: string) => Promise<boolean | undefined>
  readonly mayInstall: boolean
  /** Installs Debian's packages. @throws Error when that fails */
  readonly install: (packages: readonly string[]) => Promise<void>
  readonly report: (line: string) => void
}

async function hasFont(language: string): Promise<boolean | undefined> {
  const { status, output } = await runProgram('fc-list', [`:lang=${language}`, 'family'])
  return status === 0 ? output.trim() !== '' : undefined
}

/**
 * Makes sure that stories in Korean, Japanese, Chinese and Arabic are looked at in letters, not in boxes. Where fonts cannot be
 * had it says so and goes on: no test is left out for it. Never rejects.
 *
 * @param options - what differs from this machine
 */
export async function provideFonts(options: Partial<FontsContext> = {}): Promise<void> {
  const context: FontsContext = {
    has: hasFont,
    mayInstall: mayInstallPackages(),
    install: aptInstall,
    report: (line) => console.error(line),
    ...options,
  }
  const known = await Promise.all(languages.map(context.has))
  const missing = languages.filter((_language, index) => known[index] === false)
  if (missing.length === 0) return
  let failure = 'not as root on Debian or Ubuntu'
  if (context.mayInstall) {
    context.report('Installing fonts with apt-get, this once')
    try {
      return await context.install(packages)
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
  }
  context.report(
    `No font for ${missing.join(', ')}: stories show boxes there. apt-get install ${packages.join(' ')}: ${failure}`,
  )
}

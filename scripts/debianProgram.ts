import { existsSync } from 'node:fs'
import { findOnPath } from '../packages/server/src/cli/findOnPath.ts'
import { aptInstall, mayInstallPackages } from './aptInstall.ts'

/** A server that tests need, and where Debian has it. */
export interface DebianProgram {
  /** As people call it. */
  readonly title: string
  readonly command: string
  readonly package: string
  /** The variable that says where it is. */
  readonly variable: string
}

/** What the search for a program depends on. */
export interface DebianContext {
  readonly env: NodeJS.ProcessEnv
  readonly exists: (path: string) => boolean
  /** True where this user may install Debian's package. */
  readonly mayInstall: boolean
  /** Installs Debian's package. @throws Error when that fails */
  readonly install: () => Promise<void>
  readonly report: (line: string) => void
}

/**
 * Finds a program for the tests: by its variable, on PATH, or as Debian's package, installed where root may.
 *
 * @param options - what differs from this process and this machine
 * @returns its full path
 * @throws Error that names the ways to get one
 */
export async function findDebianProgram(program: DebianProgram, options: Partial<DebianContext> = {}): Promise<string> {
  const { title, command, variable } = program
  const { env, exists, mayInstall, install, report }: DebianContext = {
    env: process.env,
    exists: existsSync,
    mayInstall: mayInstallPackages(),
    install: () => aptInstall([program.package]),
    report: (line) => console.error(line),
    ...options,
  }
  const found = (from: string, path: string) => {
    report(`${title}: ${from}: ${path}`)
    return path
  }

  const given = env[variable]
  if (given) {
    if (exists(given)) return found(variable, given)
    throw new Error(`${variable} is ${given}, and nothing is there.`)
  }
  const onPath = findOnPath([command], env)
  if (onPath) return found('on PATH', onPath)

  let failure = 'not as root on Debian or Ubuntu'
  if (mayInstall) {
    report(`Installing ${title} with apt-get, this once`)
    try {
      await install()
      const installed = findOnPath([command], env)
      if (installed) return found('installed', installed)
      failure = 'it installed nothing that PATH has'
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
  }
  throw new Error(
    [
      `No ${title} was found. Any one of these gives one, tried in this order:`,
      `  - ${variable}: not set`,
      `  - ${command} on PATH: not there`,
      `  - \`apt-get install ${program.package}\`: ${failure}`,
    ].join('\n'),
  )
}

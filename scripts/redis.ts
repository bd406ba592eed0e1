import { existsSync } from 'node:fs'
import { findOnPath } from '../packages/server/src/cli/findOnPath.ts'
import { aptInstall, mayInstallPackages } from './aptInstall.ts'

/** What the search for a Redis server depends on. */
export interface RedisContext {
  readonly env: NodeJS.ProcessEnv
  readonly exists: (path: string) => boolean
  /** True where this user may install Debian's package. */
  readonly mayInstall: boolean
  /** Installs Debian's package. @throws Error when that fails */
  readonly install: () => Promise<void>
  readonly report: (line: string) => void
}

/**
 * Finds a Redis server for the tests: `REDIS_SERVER_PATH`, PATH, or Debian's package, installed where root may.
 *
 * @param options - what differs from this process and this machine
 * @returns its full path
 * @throws Error that names the ways to get one
 */
export async function findRedis(options: Partial<RedisContext> = {}): Promise<string> {
  const { env, exists, mayInstall, install, report }: RedisContext = {
    env: process.env,
    exists: existsSync,
    mayInstall: mayInstallPackages(),
    install: () => aptInstall(['redis-server']),
    report: (line) => console.error(line),
    ...options,
  }
  const found = (from: string, path: string) => {
    report(`Redis: ${from}: ${path}`)
    return path
  }

  if (env.REDIS_SERVER_PATH) {
    if (exists(env.REDIS_SERVER_PATH)) return found('REDIS_SERVER_PATH', env.REDIS_SERVER_PATH)
    throw new Error(`REDIS_SERVER_PATH is ${env.REDIS_SERVER_PATH}, and nothing is there.`)
  }
  const onPath = findOnPath(['redis-server'], env)
  if (onPath) return found('on PATH', onPath)

  let failure = 'not as root on Debian or Ubuntu'
  if (mayInstall) {
    report('Installing Redis with apt-get, this once')
    try {
      await install()
      const installed = findOnPath(['redis-server'], env)
      if (installed) return found('installed', installed)
      failure = 'it installed nothing that PATH has'
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    }
  }
  throw new Error(
    [
      'No Redis server was found. Any one of these gives one, tried in this order:',
      '  - REDIS_SERVER_PATH: not set',
      '  - redis-server on PATH: not there',
      `  - \`apt-get install redis-server\`: ${failure}`,
    ].join('\n'),
  )
}

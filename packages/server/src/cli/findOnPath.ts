import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * Finds a program as a shell would.
 *
 * @param names - tried in this order, each in every directory of PATH
 * @param env - where PATH (and on Windows PATHEXT) is read from; default: this process's environment
 * @returns the program's full path, or undefined
 */
export function findOnPath(names: readonly string[], env: NodeJS.ProcessEnv = process.env): string | undefined {
  const endings = process.platform === 'win32' ? (env.PATHEXT ?? '.EXE;.CMD').split(';') : ['']
  const directories = (env.PATH ?? '').split(delimiter).filter((each) => each !== '')
  const candidates = names.flatMap((name) =>
    directories.flatMap((directory) => endings.map((ending) => join(directory, name + ending))),
  )
  return candidates.find(isProgram)
}

/** True for a file that this user may run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

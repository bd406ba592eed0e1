import { spawnSync } from 'node:child_process'

/** Reads a line of `ps -o ppid=,comm=`: the parent's pid and the program's name. */
export function parentAndName(line: string): readonly [parent: number, name: string] | undefined {
  const [, parent, name] = /^\s*(\d+)\s+(\S+)/.exec(line) ?? []
  return parent === undefined || name === undefined ? undefined : [Number(parent), name.replace(/^.*\/|^-/, '')]
}

/** The processes that this npm script cannot outlive: npm itself, and the shell that npm may have put in between. */
function owners(): readonly number[] {
  const parent = process.ppid
  const { stdout } = spawnSync('ps', ['-o', 'ppid=,comm=', '-p', String(parent)], { encoding: 'utf8' })
  const [grandparent, name] = parentAndName(stdout ?? '') ?? []
  return grandparent !== undefined && /^(ba|da|z|a)?sh$/.test(name ?? '') ? [parent, grandparent] : [parent]
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Calls back once when npm, which started this script, has ended without telling: killed, it leaves its script running
 * where nobody can end it any more. Does nothing in a script that npm did not start.
 */
export function onNpmGone(handler: () => void): void {
  if (!process.env.npm_lifecycle_event) return
  const watched = owners()
  const timer = setInterval(() => {
    if (watched.every(isAlive)) return
    clearInterval(timer)
    handler()
  }, 1000)
  timer.unref()
}

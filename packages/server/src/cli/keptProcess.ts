import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** A program that ends with its parent, whatever way the parent ends. */
export interface KeptProcess {
  /** The newest lines it wrote, oldest first. */
  lines(): readonly string[]
  /** Resolves when it has ended, with its exit code (null: killed). Never rejects. */
  readonly ended: Promise<number | null>
  /** Ends it and waits until it is gone: asks, insists after 250 ms (LiveKit then stops waiting for its guests), kills after 1.5 s. */
  stop(): Promise<void>
}

/**
 * Stands between us and the program. A parent that is killed with SIGKILL runs no handler, but the pipe to this process's
 * standard input closes all the same: that is the signal to end the program. JavaScript as text, because it must run by a
 * bare `node` from sources, from a build and inside a test runner alike.
 */
const keeper = `
const [command, ...args] = process.argv.slice(1)
const child = require('node:child_process').spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
child.on('error', (error) => { console.error(error.message); process.exit(127) })
child.on('exit', (code) => process.exit(code === null ? 137 : code))
const kill = (signal, ms) => setTimeout(() => child.kill(signal), ms)
let ending = false
const end = () => {
  if (ending) return
  ending = true
  kill('SIGTERM', 0)
  kill('SIGTERM', 250)
  kill('SIGKILL', 1500)
}
process.stdin.on('end', end).on('error', end).resume()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
`

const keptLines = 60

/**
 * Starts a program that never outlives this process: not when it exits, crashes, or is killed with SIGKILL.
 *
 * @param command - the program; one that cannot be started ends with code 127 and a line saying why
 */
export function startKeptProcess(command: string, args: readonly string[]): KeptProcess {
  const child: ChildProcess = spawn(process.execPath, ['-e', keeper, '--', command, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C in a terminal goes to every process of the group: this one waits for us to stop it in our order.
    detached: true,
  })
  let lines: string[] = []
  const read = (chunk: Buffer) => {
    lines = [...lines, ...chunk.toString('utf8').split('\n').filter(Boolean)].slice(-keptLines)
  }
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  // It may be gone already when we close its input.
  child.stdin?.on('error', () => undefined)
  const ended = once(child, 'exit').then(
    ([code]) => (typeof code === 'number' ? code : null),
    () => null,
  )
  return {
    lines: () => lines,
    ended,
    async stop() {
      child.stdin?.end()
      await ended
    },
  }
}

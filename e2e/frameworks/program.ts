import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

export interface ProgramOptions {
  cwd: string
  /** On top of this process's own environment, less what makes it a test. */
  env?: NodeJS.ProcessEnv
}

interface Program {
  child: ChildProcess
  output(): string
}

function start(args: readonly string[], { cwd, env }: ProgramOptions): Program {
  const { VITEST: _vitest, NODE_ENV: _nodeEnv, FORCE_COLOR: _forceColor, ...own } = process.env
  const child = spawn(process.execPath, args, {
    cwd,
    // Colours, which many programs write wherever `CI` is set, would stand in the middle of what is looked for.
    env: { ...own, NO_COLOR: '1', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  return { child, output: () => text }
}

/** Runs a script of Node to its end. @throws Error with all it wrote when it ends with another code than 0 */
export async function runProgram(args: readonly string[], options: ProgramOptions): Promise<string> {
  const { child, output } = start(args, options)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`node ${args.join(' ')} ended with ${String(code)}:\n${output()}`)
  return output()
}

/**
 * Starts a script of Node and resolves once it has written `sign`.
 *
 * @throws Error with all it wrote when it ends before
 */
export async function startProgram(
  args: readonly string[],
  sign: string,
  options: ProgramOptions,
): Promise<{ output(): string; stop(): Promise<void> }> {
  const { child, output } = start(args, options)
  const ended = once(child, 'close')
  const ready = new Promise<void>((resolve) => {
    const look = () => output().includes(sign) && resolve()
    child.stdout?.on('data', look)
    child.stderr?.on('data', look)
  })
  const end = await Promise.race([ready, ended])
  if (end) throw new Error(`node ${args.join(' ')} has ended:\n${output()}`)
  return {
    output,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

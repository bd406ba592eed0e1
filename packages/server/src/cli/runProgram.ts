import { spawn } from 'node:child_process'

/** How a program ended. `status` is null when it could not start, was killed, or was given up on. */
export interface ProgramEnd {
  readonly status: number | null
  /** What it wrote, standard output and errors together, in the order of arrival. */
  readonly output: string
  readonly timedOut: boolean
}

/** What may be set for {@link runProgram}. */
export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Given up on after so long. Default: never. */
  readonly timeoutMs?: number
  /** Given up on when it has written nothing at all after so long. Default: never. */
  readonly firstOutputTimeoutMs?: number
  /** Called every ten seconds while it runs, with the whole seconds so far. */
  readonly onTick?: (seconds: number) => void
}

/** Runs a program to its end, with no standard input. Never rejects: a program that cannot start has `status: null`. */
export function runProgram(command: string, args: readonly string[], options: RunOptions = {}): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const startedAt = Date.now()
    let output = ''
    let timedOut = false
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.env && { env: options.env }),
      ...(options.cwd && { cwd: options.cwd }),
    })
    const giveUp = () => {
      timedOut = true
      child.kill('SIGKILL')
    }
    const whole = options.timeoutMs === undefined ? undefined : setTimeout(giveUp, options.timeoutMs)
    const first =
      options.firstOutputTimeoutMs === undefined ? undefined : setTimeout(giveUp, options.firstOutputTimeoutMs)
    const tick = setInterval(() => options.onTick?.(Math.round((Date.now() - startedAt) / 1000)), 10_000)
    const end = (status: number | null) => {
      clearTimeout(whole)
      clearTimeout(first)
      clearInterval(tick)
      resolve({ status, output, timedOut })
    }
    const read = (chunk: Buffer) => {
      clearTimeout(first)
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('error', (error) => {
      output += error.message
      end(null)
    })
    child.on('close', (status) => end(status))
  })
}

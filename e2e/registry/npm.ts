import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { ProgramOptions } from '../frameworks/program.ts'

/** What npm told this process, which it started, is not for another npm in another directory. */
export const withoutNPM: NodeJS.ProcessEnv = Object.fromEntries(
  Object.keys(process.env)
    .filter((name) => /^npm_/i.test(name))
    .map((name) => [name, undefined]),
)

/** Runs npm to its end. @throws Error with all it wrote when it fails */
export async function npm(args: readonly string[], { cwd, env }: ProgramOptions): Promise<string> {
  const child = spawn('npm', args, {
    cwd,
    env: { ...process.env, ...withoutNPM, NODE_ENV: undefined, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${String(code)}:\n${output}`)
  return output
}

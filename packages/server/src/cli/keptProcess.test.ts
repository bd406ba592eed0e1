import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { startKeptProcess } from './keptProcess.ts'

/** Tells its pid, then runs on for ever, deaf to the polite signal. */
const stubborn = ['-e', "process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000)"]

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A parent that keeps one stubborn program, tells that program's pid, and ends by `ending` when it reads a line. */
function startParent(ending: string) {
  const source = pathToFileURL(join(import.meta.dirname, 'keptProcess.ts')).href
  const code = `
    import { startKeptProcess } from ${JSON.stringify(source)}
    const kept = startKeptProcess(process.execPath, ${JSON.stringify(stubborn)})
    const timer = setInterval(() => {
      if (kept.lines().length === 0) return
      clearInterval(timer)
      console.log(kept.lines()[0])
      process.stdin.once('data', () => { ${ending} })
    }, 20)`
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

test.each([
  ['SIGKILL', "process.kill(process.pid, 'SIGKILL')"],
  ['SIGINT', "process.kill(process.pid, 'SIGINT')"],
  ['process.exit', 'process.exit(0)'],
])('the program ends with its parent, when that ends by %s', async (_name, ending) => {
  const parent = startParent(ending)
  const [line] = await once(createInterface({ input: parent.stdout }), 'line')
  const pid = Number(line)
  expect(isAlive(pid)).toBe(true)

  const ended = once(parent, 'exit')
  parent.stdin.write('end\n')
  await ended
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 8000, interval: 50 })
})

test('stop ends it and waits until it is gone', async () => {
  const kept = startKeptProcess(process.execPath, stubborn)
  const pid = await vi.waitFor(
    () => {
      expect(kept.lines()).toHaveLength(1)
      return Number(kept.lines()[0])
    },
    { timeout: 10_000, interval: 50 },
  )
  await kept.stop()
  expect(isAlive(pid)).toBe(false)
})

test('a program that ends by itself is told with its code and its lines', async () => {
  const kept = startKeptProcess(process.execPath, ['-e', "console.log('a\\nb'); process.exit(3)"])
  expect(await kept.ended).toBe(3)
  expect(kept.lines()).toEqual(['a', 'b'])
})

test('a program that cannot start is told, and does not throw', async () => {
  const kept = startKeptProcess('/nowhere/livekit-server', [])
  expect(await kept.ended).toBe(127)
  expect(kept.lines().join()).toContain('ENOENT')
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { gatherPeople } from './people.ts'

const { people } = gatherPeople()

/** What backgrounds need of the site. Vite answers what it does not know with the page, so the type counts. */
const backgroundFiles = [
  ['ringkit/wasm/vision_wasm_internal.wasm', 'application/wasm'],
  ['ringkit/selfie_segmenter.tflite', 'application/octet-stream'],
] as const

/** Runs `npm start` as a person would, and resolves with the address it prints. */
async function npmStart(): Promise<string> {
  // Without what makes this process a test: the command runs in an environment of its own.
  const { VITEST: _vitest, NODE_ENV: _nodeEnv, ...env } = process.env
  const child = spawn('npm', ['start'], { cwd: resolve(import.meta.dirname, '..'), env, detached: true })
  const lines: string[] = []
  const exited = once(child, 'exit')
  onTestFinished(async () => {
    // The whole group, as Ctrl-C in a terminal does.
    if (child.exitCode === null && child.pid) process.kill(-child.pid, 'SIGINT')
    await exited
  })
  child.stderr.on('data', (data) => lines.push(String(data)))
  for await (const line of createInterface(child.stdout)) {
    lines.push(line)
    const address = /http:\S+/.exec(line)?.[0]
    if (address) return address
  }
  throw new Error(`npm start ended without an address:\n${lines.join('\n')}`)
}

test('npm start: backgrounds have their files, and two tabs of the printed address see and hear each other', async () => {
  const demo = await npmStart()
  for (const [file, type] of backgroundFiles) {
    const response = await fetch(new URL(file, demo))
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(200_000)
  }
  const [ann, bob] = await people(['Ann', 'Bob'], { demo })
  await ann.calls([bob], 'video')
  await bob.accept()
  for (const [me, other] of [
    [ann, bob],
    [bob, ann],
  ] as const) {
    await me.sees(other)
    await me.hears(other)
  }
  await bob.hangUp()
  expect(await ann.heard('CALLING_END')).toEqual(await bob.heard('CALLING_END'))
})

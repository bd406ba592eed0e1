import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Folder, what a file in it imports, and whether the house allows it. */
const imports: readonly (readonly [folder: string, specifier: string, verdict: 'allowed' | 'refused'])[] = [
  ['packages/core/src/protocol', './call.ts', 'allowed'],
  ['packages/core/src/protocol', 'valibot', 'allowed'],
  ['packages/core/src/protocol', 'node:crypto', 'refused'],
  ['packages/core/src/protocol', 'zustand', 'refused'],
  ['packages/core/src/protocol', '../engine/send.ts', 'refused'],
  ['packages/core/src/protocol', '../ports/media.ts', 'refused'],
  ['packages/core/src/service', '../protocol/call.ts', 'allowed'],
  ['packages/core/src/service', '../ports/media.ts', 'refused'],
  ['packages/core/src/service', '../engine/send.ts', 'refused'],
  ['packages/core/src/ports', '../protocol/call.ts', 'allowed'],
  ['packages/core/src/ports', '../engine/send.ts', 'refused'],
  ['packages/core/src/ports', 'livekit-client', 'refused'],
  ['packages/core/src/engine', '../ports/media.ts', 'allowed'],
  ['packages/core/src/engine', '../protocol/call.ts', 'allowed'],
  ['packages/core/src/engine', 'zustand/vanilla', 'allowed'],
  ['packages/core/src/engine', '../livekit/room.ts', 'refused'],
  ['packages/core/src/engine', '../socketio/socket.ts', 'refused'],
  ['packages/core/src/engine', '../simulator/person.ts', 'refused'],
  ['packages/core/src/engine', '../service/callService.ts', 'refused'],
  ['packages/core/src/engine', '../createCallEngine.ts', 'refused'],
  ['packages/core/src/socketio', '../ports/signalling.ts', 'allowed'],
  ['packages/core/src/socketio', 'socket.io-client', 'allowed'],
  ['packages/core/src/socketio', '../engine/send.ts', 'refused'],
  ['packages/core/src/livekit', '../ports/media.ts', 'allowed'],
  ['packages/core/src/livekit', 'livekit-client', 'allowed'],
  ['packages/core/src/livekit', '../engine/send.ts', 'refused'],
  ['packages/core/src/livekit', 'socket.io-client', 'refused'],
  ['packages/core/src/simulator', '../service/callService.ts', 'allowed'],
  ['packages/core/src/simulator', '../protocol/call.ts', 'allowed'],
  ['packages/core/src/simulator', '../ports/media.ts', 'allowed'],
  ['packages/core/src/simulator', '../engine/send.ts', 'refused'],
  ['packages/core/src/simulator', '../socketio/socket.ts', 'refused'],
  ['packages/core/src/people', '../engine/callEngine.ts', 'allowed'],
  ['packages/core/src/people', '../simulator/person.ts', 'allowed'],
  ['packages/core/src/people', '../service/callService.ts', 'refused'],
  ['packages/core/src/people', '../socketio/socket.ts', 'refused'],
  ['packages/core/src', './engine/send.ts', 'allowed'],
  ['packages/core/src', 'livekit-client', 'refused'],
  ['packages/core/src', 'socket.io-client', 'refused'],
  ['packages/core/src', './simulator/person.ts', 'refused'],
  ['packages/core/src', '@ringkit/react', 'refused'],
  ['packages/react/src', '@ringkit/core', 'allowed'],
  ['packages/react/src', '@ringkit/core/simulator', 'refused'],
  ['packages/react/src/hooks', '@ringkit/core', 'allowed'],
  ['packages/react/src/hooks', '../components/VideoTile.tsx', 'refused'],
  ['packages/react/src/hooks', 'livekit-client', 'refused'],
  ['packages/react/src/hooks', '@ringkit/core/livekit', 'refused'],
  ['packages/react/src/components', '../hooks/index.ts', 'allowed'],
  ['packages/react/src/components', '@radix-ui/react-dialog', 'allowed'],
  ['packages/react/src/components', '../hooks/useCall.ts', 'refused'],
  ['packages/react/src/components', '@ringkit/core', 'refused'],
  ['packages/react/src/components', 'livekit-client', 'refused'],
  ['packages/react/src/ui', '@radix-ui/react-slot', 'allowed'],
  ['packages/react/src/ui', '../components/VideoTile.tsx', 'refused'],
  ['packages/react/src/ui', '../hooks/index.ts', 'refused'],
  ['packages/react/src/layout', '@ringkit/core', 'refused'],
  ['packages/react/src/sounds', '../hooks/index.ts', 'refused'],
  ['packages/react/src/messages', '../components/VideoTile.tsx', 'refused'],
  ['packages/server/src', '@ringkit/core/protocol', 'allowed'],
  ['packages/server/src', '@ringkit/core', 'refused'],
  ['packages/server/src', '@ringkit/core/simulator', 'refused'],
  ['packages/server/src', 'react', 'refused'],
  ['packages/server/src', './cli/dev.ts', 'refused'],
  ['packages/server/src/livekit', '../cli/dev.ts', 'refused'],
  ['packages/server/src/cli', '../createCallServer.ts', 'allowed'],
  ['packages/server/src/cli', '@ringkit/core', 'refused'],
  ['packages/tuicall/src', '@ringkit/core', 'allowed'],
  ['packages/tuicall/src', './constants.ts', 'allowed'],
  ['packages/tuicall/src', '@ringkit/core/protocol', 'refused'],
  ['packages/tuicall/src', '@ringkit/server', 'refused'],
  ['packages/tuicall/src', 'livekit-client', 'refused'],
  ['stories', '@ringkit/react', 'allowed'],
  ['stories', '../packages/react/src/index.ts', 'refused'],
  ['examples/demo/src', '@ringkit/core', 'allowed'],
  ['examples/demo/src', 'livekit-client', 'refused'],
]

/** What protocol/ must not reach for: it has no clock and no chance. */
const impure = ['Date.now()', 'new Date()', 'setTimeout(f, 1)', 'crypto.randomUUID()', 'window.name', 'Math.random()']

let directory: string
let refusals: ReadonlyMap<string, string>

const cases = [
  ...imports.map(([folder, specifier, verdict], index) => ({
    title: `${folder} → ${specifier} is ${verdict}`,
    file: `${folder}/case${index}.ts`,
    text: `import { a } from '${specifier}'\nexport const b = a\n`,
    rule: verdict === 'refused' ? 'no-restricted-imports' : undefined,
  })),
  ...impure.map((expression, index) => ({
    title: `packages/core/src/protocol: ${expression} is refused`,
    file: `packages/core/src/protocol/impure${index}.ts`,
    text: `export const f = () => ${expression}\n`,
    rule: 'no-restricted',
  })),
  {
    title: 'a type is no way round an arrow',
    file: 'packages/core/src/protocol/typed.ts',
    text: "import type { A } from '../engine/send.ts'\nexport type B = A\n",
    rule: 'no-restricted-imports',
  },
  {
    title: 'a test may import what it needs',
    file: 'packages/core/src/protocol/call.test.ts',
    text: "import { a } from '../simulator/person.ts'\nexport const b = () => a(Date.now())\n",
    rule: undefined,
  },
  {
    title: 'a cycle is refused',
    file: 'packages/core/src/engine/here.ts',
    text: "import { there } from './there.ts'\nexport const here = () => there\n",
    rule: 'no-cycle',
  },
  {
    title: 'a cycle is refused at its other end, too',
    file: 'packages/core/src/engine/there.ts',
    text: "import { here } from './here.ts'\nexport const there = () => here\n",
    rule: 'no-cycle',
  },
]

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'ringkit-arrows-'))
  copyFileSync(join(root, '.oxlintrc.json'), join(directory, '.oxlintrc.json'))
  for (const { file, text } of cases) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    writeFileSync(join(directory, file), text)
  }
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--format', 'json'], {
    cwd: directory,
    encoding: 'utf8',
  })
  const { diagnostics }: { diagnostics: { code: string; filename: string }[] } = JSON.parse(stdout)
  const found = diagnostics.filter(({ code }) => /no-restricted|no-cycle/.test(code))
  refusals = new Map(found.map(({ filename, code }) => [filename, code]))
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

test.each(cases)('$title', ({ file, rule }) => {
  const code = refusals.get(file) ?? ''
  expect(rule === undefined ? code === '' : code.includes(rule)).toBe(true)
})

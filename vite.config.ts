import react from '@vitejs/plugin-react'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { findOnPath } from './packages/server/src/cli/findOnPath.ts'
import { backgroundFiles } from './scripts/backgroundFiles.ts'
import { chromiumFlags, chromiumNames } from './scripts/chromiumFlags.ts'

const here = import.meta.dirname

/** The demo and every test read the packages' sources, by the `paths` of tsconfig.json: nothing has to be built first. */
const fromSource = { plugins: [react()], resolve: { tsconfigPaths: true } }

const unit: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'unit',
    root: here,
    environment: 'node',
    include: ['{packages,scripts,examples,stories}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['scripts/testPatience.ts'],
    // Some start programs or try a thousand cases, and a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As in `e2e`: a poll waits for what must come.
    expect: { poll: { timeout: 20_000 } },
  },
}

/** The components and hooks once more, on the oldest major of React that they work with. */
const unitReact18: TestProjectInlineConfiguration = {
  ...fromSource,
  resolve: {
    ...fromSource.resolve,
    alias: [{ find: /^(react|react-dom)(?=\/|$)/, replacement: `${here}/e2e/react18/node_modules/$1` }],
  },
  test: {
    ...unit.test,
    name: 'unit-react18',
    include: ['packages/react/**/*.test.tsx'],
    setupFiles: ['e2e/react18/setUp.ts', 'scripts/testPatience.ts'],
    // The first one says which React the second one's library gets.
    sequence: { setupFiles: 'list' },
    env: { REACT_MAJOR: '18' },
  },
}

/** Every story is a test, in a real Chromium. */
async function stories(): Promise<TestProjectInlineConfiguration> {
  // Loaded for the tests alone: they take longer to load than the demo does to start.
  const { storybookTest } = await import('@storybook/addon-vitest/vitest-plugin')
  const { playwright } = await import('@vitest/browser-playwright')
  // With neither, Playwright takes its own; `npm test` searches further and sets the variable.
  const executablePath = process.env.CHROMIUM_PATH ?? findOnPath(chromiumNames)
  return {
    ...fromSource,
    plugins: [...fromSource.plugins, storybookTest({ configDir: `${here}/.storybook` })],
    test: {
      name: 'stories',
      root: here,
      // Several people's screens in one page, or 49 people at once: a busy machine is no failure.
      testTimeout: 120_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { args: [...chromiumFlags], ...(executablePath && { executablePath }) },
          // What fades in is not visible in its first frame: stories are looked at as by somebody who asked for less motion.
          contextOptions: { reducedMotion: 'reduce' },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }
}

const e2e: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'e2e',
    root: here,
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'e2e/registry/**', 'e2e/{chaos,abuse,deploy}/**', 'e2e/pictures/**'],
    globalSetup: ['e2e/globalSetup.ts'],
    // One call server, one LiveKit and a handful of browsers on two cores: files take turns.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A poll waits for what must come. How soon it comes is for `bench/`.
    expect: { poll: { timeout: 20_000 } },
  },
}

/** The kit as code of one's own, in an app that npm and shadcn put together: no call server, but minutes of other programs. */
const registry: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'registry',
    root: here,
    environment: 'node',
    include: ['e2e/registry/**/*.test.ts'],
    // A build, a type check and a call: a busy machine is no failure.
    testTimeout: 300_000,
  },
}

/** The main screens, compared with pictures that are kept. */
const pictures: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'pictures',
    root: here,
    environment: 'node',
    include: ['e2e/pictures/**/*.test.ts'],
    // Nine people's cameras in one page: a busy machine is no failure.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}

/** Nodes that die, a Redis that hangs: real processes. `CHAOS=full` for all rounds. */
const chaos: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'chaos',
    root: here,
    environment: 'node',
    // The tests of the server run here once more, with two nodes on a Redis.
    include: ['e2e/chaos/**/*.test.ts', 'packages/server/src/{races,reconnect,logins,timers}.test.ts'],
    globalSetup: ['e2e/chaos/builtNode.ts'],
    env: { RINGKIT_TEST_NODES: '2', RINGKIT_TEST_ROUNDS: process.env.CHAOS === 'full' ? '50' : '5' },
    fileParallelism: false,
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
}

/** People who mean harm, from processes of their own. */
const abuse: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'abuse',
    root: here,
    environment: 'node',
    include: ['e2e/abuse/**/*.test.ts'],
    fileParallelism: false,
    // Attacks last some seconds, and a busy machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
}

/** What `deploy/` describes, as plain processes of this machine. */
const deploy: TestProjectInlineConfiguration = {
  ...fromSource,
  test: {
    name: 'deploy',
    root: here,
    environment: 'node',
    include: ['e2e/deploy/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
}

export default defineConfig(async () => ({
  ...fromSource,
  plugins: [...fromSource.plugins, backgroundFiles()],
  root: `${here}/examples/demo`,
  build: { outDir: `${here}/examples/demo/dist`, emptyOutDir: true },
  ...(process.env.VITEST && {
    test: { root: here, projects: [unit, unitReact18, await stories(), e2e, chaos, deploy, abuse, registry, pictures] },
  }),
}))

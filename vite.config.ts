import react from '@vitejs/plugin-react'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'
import { findOnPath } from './packages/server/src/cli/findOnPath.ts'
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
    include: ['{packages,scripts,examples}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Some start programs, and a busy machine is no failure.
    testTimeout: 20_000,
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
    globalSetup: ['e2e/globalSetup.ts'],
    // One call server, one LiveKit and a handful of browsers on two cores: files take turns.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
}

export default defineConfig(async () => ({
  ...fromSource,
  root: `${here}/examples/demo`,
  build: { outDir: `${here}/examples/demo/dist`, emptyOutDir: true },
  ...(process.env.VITEST && { test: { root: here, projects: [unit, await stories(), e2e] } }),
}))

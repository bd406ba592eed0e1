import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import * as v from 'valibot'

const tailwind = '^4.3.0'
const Manifest = v.object({ devDependencies: v.record(v.string(), v.string()) })

/** What a Vite app with React, TypeScript and Tailwind starts with, besides its own packages. */
const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Fresh app</title><link rel="icon" href="data:," /></head>
  <body><div id="root"></div><script type="module" src="/src/main.tsx"></script></body>
</html>
`

const vite = `import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { '@': \`\${import.meta.dirname}/src\` } },
})
`

const typescript = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023', 'dom', 'dom.iterable'],
    module: 'esnext',
    moduleResolution: 'bundler',
    types: ['vite/client'],
    jsx: 'react-jsx',
    noEmit: true,
    skipLibCheck: true,
    verbatimModuleSyntax: true,
    erasableSyntaxOnly: true,
    strict: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    noFallthroughCasesInSwitch: true,
    noUncheckedSideEffectImports: true,
    paths: { '@/*': ['./src/*'] },
  },
  include: ['src'],
}

const main = `import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App'
import './index.css'

const root = document.getElementById('root')
if (root) createRoot(root).render(<StrictMode><App /></StrictMode>)
`

/** Ann's screen; Bob is played by the page. Everything that is seen of a call is the app's own copy. */
const app = `import { useEffect, useState } from 'react'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator } from '@ringkit/core/simulator'
import { CallProvider } from '@ringkit/react'
import { CallKit } from '@/components/ringkit/CallKit'

export function App() {
  const [stage, setStage] = useState<{ simulator: Simulator; ann: CallEngine }>()
  useEffect(() => {
    const simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob' }] })
    const ann = simulator.createEngine('ann')
    void Promise.all([ann.login(), simulator.person('bob').signIn()]).then(() => setStage({ simulator, ann }))
    return () => simulator.destroy()
  }, [])
  if (!stage) return null
  return (
    <CallProvider engine={stage.ann}>
      <button className="m-4" onClick={() => void stage.simulator.person('bob').calls('ann')}>Let Bob call</button>
      <CallKit />
    </CallProvider>
  )
}
`

export interface FreshAppOptions {
  directory: string
  /** Where the registry is, with \`{name}\` for an item. */
  registryURL: string
  /** Where npm finds the packages of the scope \`@ringkit\`. */
  npmURL: string
}

/** Writes a new app that has Ringkit's packages, and of its components nothing yet. */
export async function writeFreshApp({ directory, registryURL, npmURL }: FreshAppOptions): Promise<void> {
  const root = resolve(import.meta.dirname, '../..')
  const { devDependencies } = v.parse(Manifest, JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const ours = (...names: readonly string[]): Record<string, string | undefined> =>
    Object.fromEntries(names.map((name) => [name, devDependencies[name]]))
  const manifest = {
    name: 'fresh-app',
    private: true,
    type: 'module',
    dependencies: { '@ringkit/core': '*', '@ringkit/react': '*', ...ours('react', 'react-dom') },
    devDependencies: {
      ...ours('@types/react', '@types/react-dom', '@vitejs/plugin-react', 'typescript', 'vite'),
      '@tailwindcss/vite': tailwind,
      tailwindcss: tailwind,
    },
  }
  const components = {
    $schema: 'https://ui.shadcn.com/schema.json',
    style: 'new-york',
    rsc: false,
    tsx: true,
    tailwind: { config: '', css: 'src/index.css', baseColor: 'neutral', cssVariables: true },
    aliases: {
      components: '@/components',
      ui: '@/components/ui',
      lib: '@/lib',
      hooks: '@/hooks',
      utils: '@/lib/utils',
    },
    iconLibrary: 'lucide',
    registries: { '@ringkit': registryURL },
  }
  const files = {
    // What npm has seen before it does not ask for again.
    '.npmrc': `@ringkit:registry=${npmURL}\nprefer-offline=true\naudit=false\nfund=false\n`,
    'package.json': JSON.stringify(manifest, undefined, 2),
    'components.json': JSON.stringify(components, undefined, 2),
    'tsconfig.json': JSON.stringify(typescript, undefined, 2),
    'vite.config.ts': vite,
    'index.html': page,
    'src/index.css': "@import 'tailwindcss';\n",
    'src/main.tsx': main,
    'src/App.tsx': app,
  }
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, path)
    // oxlint-disable-next-line no-await-in-loop -- a handful of small files
    await mkdir(dirname(file), { recursive: true }).then(() => writeFile(file, text))
  }
}

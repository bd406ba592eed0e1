import { join } from 'node:path'
import type { NextConfig } from 'next'

const config: NextConfig = {
  // This app is a workspace: its packages are found from the root on. An app of its own needs nothing here.
  turbopack: { root: join(import.meta.dirname, '../..') },
}

export default config

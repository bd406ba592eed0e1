import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { basename, join } from 'node:path'
import * as v from 'valibot'

/** A package as `npm pack` has made it. */
export interface PackedPackage {
  readonly manifest: { readonly name: string; readonly version: string }
  readonly tarball: Buffer
}

export interface LocalHosts {
  /** Where the registry's items are, with `{name}` for one. */
  readonly registryURL: string
  /** Stands in for the home of shadcn's own items and colours. */
  readonly homeURL: string
  /** Stands in for npm, for the packages of the scope alone. */
  readonly npmURL: string
  /** What was asked for and is not there. */
  readonly missing: readonly string[]
  close(): Promise<void>
}

const Host = v.object({ port: v.number() })

/** The CLI wants to know the base colour of an app; nothing of Ringkit takes it. */
const colour = {
  inlineColors: { light: {}, dark: {} },
  cssVars: { light: {}, dark: {} },
  inlineColorsTemplate: '',
  cssVarsTemplate: '',
}

/** Serves on this machine what an app would find in the net: the registry, shadcn's home, and packages not published yet. */
export async function startLocalHosts(directory: string, packages: readonly PackedPackage[]): Promise<LocalHosts> {
  const missing: string[] = []
  // npm keeps what it was told under an address: another one in each run.
  const npm = `/npm-${randomUUID()}/`
  let base = ''
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const found = path.startsWith(npm)
      ? fromNPM(decodeURIComponent(path.slice(npm.length)), packages, base + npm)
      : path.startsWith('/r/')
        ? await readFile(join(directory, basename(path))).catch(() => undefined)
        : path === '/home/colors/neutral.json'
          ? JSON.stringify(colour)
          : undefined
    if (found === undefined) missing.push(path)
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': path.endsWith('.tgz') ? 'application/octet-stream' : 'application/json',
    })
    response.end(found ?? '{}')
  }
  const server = createServer(({ url = '/' }, response) => void answer(url, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  base = `http://127.0.0.1:${v.parse(Host, server.address()).port}`
  return {
    registryURL: `${base}/r/{name}.json`,
    homeURL: `${base}/home`,
    npmURL: base + npm,
    missing,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** The two things that npm asks for: what there is of a package, and the package. */
function fromNPM(path: string, packages: readonly PackedPackage[], base: string): string | Buffer | undefined {
  const tarballOf = ({ name, version }: PackedPackage['manifest']): string =>
    `${name}/-/${basename(name)}-${version}.tgz`
  const packed = packages.find(({ manifest }) => path === manifest.name || path === tarballOf(manifest))
  if (!packed || path !== packed.manifest.name) return packed?.tarball
  const { manifest, tarball } = packed
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  return JSON.stringify({
    name: manifest.name,
    'dist-tags': { latest: manifest.version },
    versions: { [manifest.version]: { ...manifest, dist: { integrity, tarball: base + tarballOf(manifest) } } },
  })
}

import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

/** Stands in the built demo where the call server's address belongs: one build serves many call servers. */
export const callServerPlaceholder = 'http://call-server.invalid'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
}

async function serve(directory: string, callServerURL: string, path: string, response: ServerResponse): Promise<void> {
  const file = join(directory, path === '/' ? 'index.html' : normalize(path))
  const type = types[extname(file)]
  if (!type) return void response.writeHead(404).end()
  const text = await readFile(file, 'utf8')
  response.writeHead(200, { 'content-type': type }).end(text.replaceAll(callServerPlaceholder, callServerURL))
}

/** Serves the built demo for a call server. */
export async function startDemoSite(
  directory: string,
  callServerURL: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    serve(directory, callServerURL, pathname, response).catch(() => response.writeHead(404).end())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

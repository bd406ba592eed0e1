/**
 * A call server as `ringkit serve` makes it, production sign-in included, that tells what it takes of its machine. Told what to
 * do by its environment; ends with its parent.
 */
import { serveOptions } from '../../packages/server/src/cli/serve.ts'
import { createCallServer } from '../../packages/server/src/createCallServer.ts'
import type { Burden } from './abuseServer.ts'

const server = createCallServer(serveOptions(process.env).options)

let peak = 0
let since = { cpu: process.cpuUsage(), at: performance.now() }
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)

function burden(): Burden {
  const { user, system } = process.cpuUsage(since.cpu)
  const busy = (user + system) / 1000 / (performance.now() - since.at)
  global.gc?.()
  const { rss, heapUsed, external } = process.memoryUsage()
  const told = { rss, held: heapUsed + external, peak: Math.max(peak, rss), busy }
  peak = 0
  since = { cpu: process.cpuUsage(), at: performance.now() }
  return told
}

process.on('message', () => process.send?.({ burden: burden() }))
process.on('disconnect', () => process.exit(0))
process.send?.({ url: (await server.listen(0, '127.0.0.1')).url })

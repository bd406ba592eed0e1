/** One call-server node as a process of its own, to be killed. Told what to do by its environment; ends with its parent. */
import { createCallServer, redisStore } from '@ringkit/server'

const {
  REDIS_URL = '',
  PREFIX = '',
  SKEW_MS = '0',
  GRACE = '10',
  SESSIONS = 'multiple',
  LIVEKIT = 'ws://127.0.0.1:9',
  LOG_LEVEL = 'warn',
} = process.env

// A machine whose time of day is wrong.
const rightNow = Date.now
Date.now = () => rightNow() + Number(SKEW_MS)

const server = createCallServer({
  authenticate: (token) => ({ userID: token, name: `Name of ${token}` }),
  livekit: { url: LIVEKIT, apiKey: 'devkey', apiSecret: 'secret' },
  store: redisStore({ url: REDIS_URL, prefix: PREFIX }),
  reconnectGrace: Number(GRACE),
  sessions: SESSIONS === 'single' ? 'single' : 'multiple',
  limits: { callsPer10Seconds: 10_000, callsPerMinute: 10_000, commandsPerSecond: 1000 },
  logLevel: LOG_LEVEL,
})

// Says when the machine gave it no time, so that nobody looks for that in the code.
let last = performance.now()
setInterval(() => {
  const gap = performance.now() - last
  if (gap > 700) process.stdout.write(`stood still for ${Math.round(gap)} ms\n`)
  last = performance.now()
}, 100).unref()

process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.stdin.on('end', () => process.exit(0)).resume()
const { url } = await server.listen(0, '127.0.0.1')
process.stdout.write(`${url}\n`)

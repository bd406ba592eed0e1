/** One call-server node as a process of its own, to be killed. Told what to do by its environment; ends with its parent. */
import { createCallServer, redisStore } from '@ringkit/server'

const { REDIS_URL = '', PREFIX = '', SKEW_MS = '0', GRACE = '10', LOG_LEVEL = 'silent' } = process.env

// A machine whose time of day is wrong.
const rightNow = Date.now
Date.now = () => rightNow() + Number(SKEW_MS)

const server = createCallServer({
  authenticate: (token) => ({ userID: token, name: `Name of ${token}` }),
  livekit: { url: 'ws://127.0.0.1:9', apiKey: 'devkey', apiSecret: 'secret' },
  store: redisStore({ url: REDIS_URL, prefix: PREFIX }),
  reconnectGrace: Number(GRACE),
  limits: { callsPer10Seconds: 10_000, callsPerMinute: 10_000, commandsPerSecond: 1000 },
  logLevel: LOG_LEVEL,
})

process.on('SIGTERM', () => void server.close().then(() => process.exit(0)))
process.stdin.on('end', () => process.exit(0)).resume()
const { url } = await server.listen(0, '127.0.0.1')
process.stdout.write(`${url}\n`)

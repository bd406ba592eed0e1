/** The call server, as an app would start it, in a process of its own. */
import { createCallServer, redisStore } from '@ringkit/server'
import { answerQuestions } from './channel.ts'
import { usage, type ServerQuestions } from './usage.ts'

const { REDIS_URL, PREFIX = 'bench', LIVEKIT_URL = 'ws://127.0.0.1:9' } = process.env
const MANY = 1_000_000

// What the call server itself takes: each call asks LiveKit twice over HTTP, to make its room and to delete it.
if (process.env.WITHOUT_LIVEKIT) {
  // All that LiveKit's client looks at; a whole `Response` would cost as much as a ring.
  const done = { ok: true, json: async () => ({}) } as Response
  globalThis.fetch = async () => done
}

const server = createCallServer({
  authenticate: (token) => ({ userID: token, name: `Name of ${token}` }),
  livekit: { url: LIVEKIT_URL, apiKey: 'devkey', apiSecret: 'secret' },
  ...(REDIS_URL && { store: redisStore({ url: REDIS_URL, prefix: PREFIX }) }),
  // Counted as ever, and never reached.
  limits: { callsPer10Seconds: MANY, callsPerMinute: MANY, commandsPerSecond: MANY, socketsPerUser: MANY },
  logLevel: 'error',
})

answerQuestions<ServerQuestions>({ listen: () => server.listen(0, '127.0.0.1'), usage }, () => server.close())

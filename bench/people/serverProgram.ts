/** The call server of the room, in a process of its own. */
import { createCallServer } from '@ringkit/server'
import { answerQuestions } from '../server/channel.ts'

/** What may be asked of it. */
export type ServerQuestions = {
  listen: [{ port: number; livekit: { url: string; apiKey: string; apiSecret: string } }, string]
}

let close = async () => {}

answerQuestions<ServerQuestions>(
  {
    async listen({ port, livekit }) {
      const server = createCallServer({
        // Everybody is who they say.
        authenticate: async (token) => ({ userID: token, name: token }),
        livekit,
        // So busy a machine may leave somebody without a word for longer than usual.
        reconnectGrace: 60,
        logLevel: 'warn',
      })
      close = () => server.close()
      return (await server.listen(port, '127.0.0.1')).url
    },
  },
  () => close(),
)

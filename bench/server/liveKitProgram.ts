/** LiveKit's room service as far as the call server asks it, in a process of its own: media is not measured here. */
import { startFakeLiveKit } from '../../packages/server/src/testing/fakeLiveKit.ts'
import { answerQuestions } from './channel.ts'
import { usage, type ServerQuestions } from './usage.ts'

const liveKit = await startFakeLiveKit()
answerQuestions<ServerQuestions>({ listen: async () => ({ url: liveKit.access.url }), usage }, () => liveKit.close())

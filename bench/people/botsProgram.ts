/** Bots in a process of their own: what LiveKit tells all of them would leave a call server beside them no time to answer. */
import './quiet.ts'
import { dispose } from '@livekit/rtc-node'
import { answerQuestions } from '../server/channel.ts'
import { openBot, type Bot, type BotOptions } from './bot.ts'

/** What may be asked of it. */
export type BotsQuestions = {
  open: [{ url: string; bots: readonly BotOptions[] }, void]
  /** Resolves once it is in and publishes. */
  accept: [{ userID: string }, void]
  speak: [{ userID: string; ms: number }, void]
  leave: [Record<never, never>, void]
}

const bots = new Map<string, Bot>()

function botOf(userID: string): Bot {
  const bot = bots.get(userID)
  if (!bot) throw new Error(`There is no ${userID}.`)
  return bot
}

answerQuestions<BotsQuestions>(
  {
    async open({ url, bots: wanted }) {
      for (const options of wanted) bots.set(options.userID, await openBot(url, options))
    },
    accept: async ({ userID }) => botOf(userID).accept(),
    speak: async ({ userID, ms }) => botOf(userID).speak(ms),
    async leave() {
      await Promise.all(Array.from(bots.values(), (bot) => bot.leave()))
      bots.clear()
    },
  },
  dispose,
)

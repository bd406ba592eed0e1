import type { Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { callInfo } from './callInfo.ts'
import { newlyRinging } from './newlyRinging.ts'
import type { CallServerOptions } from './options.ts'

/** Tells the app what happens. What its code throws is logged and breaks nothing. */
export function createCallbacks(
  { onRing, onPresence, onCallEnded }: Pick<CallServerOptions, 'onRing' | 'onPresence' | 'onCallEnded'>,
  log: Logger,
) {
  /** What the app has yet to take. */
  const underWay = new Set<Promise<void>>()

  const tell = (name: string, about: object, callback: () => unknown): Promise<void> => {
    const told = Promise.resolve()
      .then(callback)
      .then(
        () => undefined,
        (error: unknown) => log.error({ err: error, callback: name, ...about }, "the app's callback failed"),
      )
      .finally(() => underWay.delete(told))
    underWay.add(told)
    return told
  }

  function ring(next: Call, userID: string, isOnline: (userID: string) => Promise<boolean>): void {
    if (!onRing) return
    const call = callInfo(next)
    void tell('onRing', { callID: call.callID, userID }, async () =>
      onRing(call, userID, { online: await isOnline(userID) }),
    )
  }

  return {
    onChange(previous: Call | undefined, next: Call, isOnline: (userID: string) => Promise<boolean>): void {
      if (onRing) for (const { userID } of newlyRinging(previous, next)) ring(next, userID, isOnline)
    },
    ring,
    /** Resolves when the app has taken the end of a call, or failed to. */
    async onEnd(call: Call): Promise<void> {
      if (onCallEnded) await tell('onCallEnded', { callID: call.callID }, () => onCallEnded(callInfo(call)))
    },
    onPresence(userID: string, isOnline: boolean): void {
      if (onPresence) void tell('onPresence', { userID }, () => onPresence(userID, isOnline))
    },
    /** Resolves when the app has taken all it was told so far, at the latest after so long, ms. */
    async settle(ms: number): Promise<void> {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)))
      await Promise.race([Promise.all(underWay), late])
      clearTimeout(timer)
    },
  }
}

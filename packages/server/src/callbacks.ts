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
  const tell = async (name: string, callback: () => unknown): Promise<void> => {
    try {
      await Promise.resolve().then(callback)
    } catch (error) {
      log.error({ err: error, callback: name }, "the app's callback failed")
    }
  }

  return {
    onChange(previous: Call | undefined, next: Call, isOnline: (userID: string) => Promise<boolean>): void {
      const call = callInfo(next)
      for (const { userID } of onRing ? newlyRinging(previous, next) : []) {
        void tell('onRing', async () => onRing?.(call, userID, { online: await isOnline(userID) }))
      }
    },
    /** Resolves when the app has taken the end of a call, or failed to. */
    async onEnd(call: Call): Promise<void> {
      if (onCallEnded) await tell('onCallEnded', () => onCallEnded(callInfo(call)))
    },
    onPresence(userID: string, isOnline: boolean): void {
      if (onPresence) void tell('onPresence', () => onPresence(userID, isOnline))
    },
  }
}

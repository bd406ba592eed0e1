import { isOver, type Call } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import { callInfo } from './callInfo.ts'
import { newlyRinging } from './newlyRinging.ts'
import type { CallServerOptions } from './options.ts'

/** Tells the app what happens. What its code throws is logged and breaks nothing. */
export function createCallbacks(
  { onRing, onPresence, onCallEnded }: Pick<CallServerOptions, 'onRing' | 'onPresence' | 'onCallEnded'>,
  log: Logger,
) {
  const tell = (name: string, callback: () => unknown) => {
    Promise.resolve()
      .then(callback)
      .catch((error: unknown) => log.error({ err: error, callback: name }, "the app's callback failed"))
  }

  return {
    onChange(previous: Call | undefined, next: Call, isOnline: (userID: string) => boolean): void {
      const call = callInfo(next)
      for (const { userID } of onRing ? newlyRinging(previous, next) : []) {
        const online = isOnline(userID)
        tell('onRing', () => onRing?.(call, userID, { online }))
      }
      if (onCallEnded && isOver(next) && !(previous && isOver(previous))) tell('onCallEnded', () => onCallEnded(call))
    },
    onPresence(userID: string, isOnline: boolean): void {
      if (onPresence) tell('onPresence', () => onPresence(userID, isOnline))
    },
  }
}

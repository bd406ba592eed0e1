import { CallError } from '@ringkit/core'
import { createTUICallEngine, type TUICallEngineInstance } from './createTUICallEngine.ts'
import { TUICallError } from './errorCodes.ts'
import type { ITRTCCallingOptions, RingkitOptions } from './parameters.ts'

let common: RingkitOptions = {}
// One for the page, as theirs: their kits and the app's own code meet in it.
let instance: TUICallEngineInstance | undefined

/**
 * Says for every `createInstance` to come where the call server is, and what else it needs: their kits call `createInstance`
 * themselves and cannot pass it.
 *
 * @example
 * configure({ url: 'https://calls.example.com' })
 */
export function configure(options: RingkitOptions): void {
  common = { ...common, ...options }
}

/** The page's engine; makes it if there is none. `SDKAppID` and `tim` are without effect. */
function createInstance(options?: Partial<ITRTCCallingOptions>): TUICallEngineInstance {
  if (instance) return instance
  const made = createTUICallEngine({ ...common, ...options })
  const { destroyInstance } = made
  instance = Object.assign(made, {
    destroyInstance: () => {
      if (instance === made) instance = undefined
      return destroyInstance()
    },
  })
  return instance
}

function current(): TUICallEngineInstance {
  if (instance) return instance
  throw new TUICallError(new CallError('NOT_LOGGED_IN', 'Call `TUICallEngine.createInstance` first.'))
}

/** Their declaration has every method here as well; these go to the page's engine. */
export type TUICallEngineStatic = TUICallEngineInstance & { createInstance: typeof createInstance }

/**
 * `TUICallEngine.createInstance({ SDKAppID })` returns the page's engine, the same one until `destroyInstance`.
 *
 * @example
 * const tuiCallEngine = TUICallEngine.createInstance({ SDKAppID: 0 })
 * tuiCallEngine.on(TUICallEvent.INVITED, ({ sponsor }) => console.log(`${sponsor} is calling`))
 * await tuiCallEngine.login({ userID: 'ann', userSig })
 */
export const TUICallEngine: TUICallEngineStatic = /* @__PURE__ */ new Proxy(
  // The proxy finds everything but `createInstance` in the page's engine.
  { createInstance } as TUICallEngineStatic,
  {
    get(own, name) {
      if (name === 'createInstance') return own.createInstance
      // What is no method of theirs is asked for by others: `await`, loggers, frameworks that look for their own marks.
      if (typeof name === 'symbol' || name === 'then' || name.startsWith('_')) return undefined
      return Reflect.get(current(), name)
    },
  },
)

'use client'
import { useEffect, useInsertionEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { createCallEngine } from '@ringkit/core'
import type { CallEngine, CallEngineOptions } from '@ringkit/core'
import { CallContext } from './hooks/CallContext.ts'
import { restoreDevices } from './hooks/deviceMemory.ts'
import { pendingEngine } from './hooks/pendingEngine.ts'
import { createProblems } from './hooks/problems.ts'
import type { Problems } from './hooks/problems.ts'
import { useRememberedDevices } from './hooks/useRememberedDevices.ts'
import type { Language } from './messages/languages.ts'
import type { MessagesOverride } from './messages/mergeMessages.ts'
import { SpokenContext } from './messages/SpokenContext.ts'
import { useSpoken } from './messages/useSpoken.ts'
import { keepSignedIn } from './keepSignedIn.ts'

interface CommonProps {
  children?: ReactNode
  /**
   * The language of the components, loaded when first asked for; English until it is there, and where it cannot be
   * fetched. The components carry its `lang` and `dir`. Default: English, in the page's own direction.
   */
  language?: Language | undefined
  /** Texts in place of those of the language: some of them, or a whole `Messages`. Its `locale` tells `lang` and `dir`. */
  messages?: MessagesOverride | undefined
}

/** An engine of one's own: who made it logs it in and destroys it. */
export interface CallProviderEngineProps extends CommonProps {
  engine: CallEngine
}

/**
 * Makes the engine: it is created, logged in and destroyed with the component. A new `url` or `deviceID` makes a new one;
 * of `token` the newest is asked at each attempt; the other options are read when the engine is made. To sign in somebody
 * else, give the provider a `key` per user.
 */
export interface CallProviderOptionsProps extends CommonProps, CallEngineOptions {
  engine?: undefined
}

export type CallProviderProps = CallProviderEngineProps | CallProviderOptionsProps

/**
 * Gives an engine to the hooks and components below (contract §5). Renders on a server without touching anything; Strict
 * Mode's second mount keeps the engine of the first.
 *
 * @example
 * <CallProvider url="https://calls.example.com" token={() => fetchMyUserToken()}>
 *   <App />
 *   <CallKit />
 * </CallProvider>
 */
export function CallProvider(props: CallProviderProps): ReactNode {
  const problems = useState(createProblems)[0]
  if (props.engine) return <Provided engine={props.engine} problems={problems} {...commonOf(props)} />
  return <Owner options={props} problems={problems} />
}

function Owner({ options, problems }: { options: CallProviderOptionsProps; problems: Problems }): ReactNode {
  return <Provided engine={useOwnEngine(options, problems)} problems={problems} {...commonOf(options)} />
}

function commonOf({ children, language, messages }: CommonProps): Required<CommonProps> {
  return { children, language, messages }
}

interface ProvidedProps extends Required<CommonProps> {
  engine: CallEngine
  problems: Problems
}

function Provided({ engine, problems, language, messages, children }: ProvidedProps): ReactNode {
  useRememberedDevices(engine)
  const value = useMemo(() => ({ engine, problems }), [engine, problems])
  const spoken = useSpoken(language, messages)
  return (
    <CallContext.Provider value={value}>
      <SpokenContext.Provider value={spoken}>{children}</SpokenContext.Provider>
    </CallContext.Provider>
  )
}

/** Signing in waits for the devices chosen before no longer than this, ms: what they need may have to be loaded. */
const RESTORE_MS = 2000

interface Owned {
  engine: CallEngine
  key: string
  isLeaving: boolean
  signOff(): void
}

function useOwnEngine(options: CallProviderOptionsProps, problems: Problems): CallEngine {
  const [engine, setEngine] = useState<CallEngine>(pendingEngine)
  const latest = useRef(options)
  const owned = useRef<Owned | null>(null)
  useInsertionEffect(() => {
    latest.current = options
  })
  const key = `${options.url} ${options.deviceID ?? ''}`
  useEffect(
    function own() {
      const kept = owned.current
      const mine = kept?.isLeaving && kept.key === key ? kept : open(key, latest, problems)
      mine.isLeaving = false
      owned.current = mine
      setEngine(mine.engine)
      // Strict Mode unmounts and mounts again within one task: the engine goes only when nobody is back by its end.
      return () => {
        mine.isLeaving = true
        queueMicrotask(() => {
          if (!mine.isLeaving) return
          if (owned.current === mine) owned.current = null
          mine.signOff()
          mine.engine.destroy()
        })
      }
    },
    [key, problems],
  )
  return engine
}

function open(key: string, latest: { current: CallProviderOptionsProps }, problems: Problems): Owned {
  const engine: CallEngine = createCallEngine({
    ...engineOptions(latest.current),
    // A page that was reloaded in a call captures as soon as it is signed in: by then its devices are known.
    token: async () => {
      await Promise.race([restoreDevices(engine), new Promise((resolve) => setTimeout(resolve, RESTORE_MS))])
      return newestToken(latest.current.token)
    },
  })
  return { engine, key, isLeaving: false, signOff: keepSignedIn(engine, (error) => problems.report(error)) }
}

function newestToken(token: CallEngineOptions['token']): string | Promise<string> {
  return typeof token === 'function' ? token() : token
}

/** What belongs to the engine of the provider's props. */
function engineOptions(props: CallProviderOptionsProps): CallEngineOptions {
  const { children: _children, language: _language, messages: _messages, engine: _engine, ...options } = props
  return options
}

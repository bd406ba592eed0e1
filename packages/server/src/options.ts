import type { IncomingMessage } from 'node:http'
import { CallError, limits as wireLimits, type Action, type CallStore } from '@ringkit/core/protocol'
import type { Logger } from 'pino'
import type { CallInfo } from './callInfo.ts'

/** Who a token belongs to. */
export interface Identity {
  /** 1 to 128 characters, at most 240 bytes of UTF-8. */
  userID: string
  /** Shown to others; cut to 128 characters. */
  name?: string
  avatarURL?: string
}

/** How often a client may ask for something. What is over a limit is refused with RATE_LIMITED. */
export interface RateLimits {
  /** `call` and `invite`, per user. Default 20. */
  callsPer10Seconds: number
  /** `call` and `invite`, per user. Default 120. */
  callsPerMinute: number
  /** Requests of any kind, per socket. Who sends ten times as much is disconnected. Default 50. */
  commandsPerSecond: number
  /** Devices of one user signed in at a time. Default 20. */
  socketsPerUser: number
}

/** Where LiveKit is and the key pair it was given. */
export interface LiveKitAccess {
  /** `ws://`, `wss://`, `http://` or `https://`; reached by the clients and by this server. */
  url: string
  apiKey: string
  apiSecret: string
}

/** Options of {@link createCallServer} (contract §4). */
export interface CallServerOptions {
  /**
   * Says whose token it is, or throws: then the login is refused with NOT_ALLOWED. `request` is the one that opened the
   * WebSocket. Must answer within 8 s.
   */
  authenticate: (token: string, request: IncomingMessage) => Identity | Promise<Identity>
  /** Default: call and invite are allowed, join only for those who were invited. */
  authorize?: (action: Action) => boolean | Promise<boolean>
  livekit: LiveKitAccess
  /** Default `memoryStore()`: one node, calls end with the process. */
  store?: CallStore
  /** `single`: a later login displaces the earlier one. Default `multiple`. */
  sessions?: 'multiple' | 'single'
  /** How long a call rings when the caller names no time, seconds, 1 to 600. Default 30. */
  ringTimeout?: number
  /** How long a lost connection holds its place in a call, seconds, 0 to 600. Default 10. */
  reconnectGrace?: number
  /** Most people in a call at a time, ringing ones included, 2 to 1001. Default 100. */
  maxMembers?: number
  limits?: Partial<RateLimits>
  /**
   * Origins that browsers may connect from, such as `https://app.example.org`. Default: the server's own and localhost. A
   * client that sends no Origin is no browser and is let in.
   */
  origins?: readonly string[]
  /**
   * Somebody starts to ring; `online`: a device of theirs is connected and shows it. Place for push notifications. At least
   * once; tell repeats by callID.
   */
  onRing?: (call: CallInfo, userID: string, how: { online: boolean }) => void | Promise<void>
  /** The user's first device has connected, or the last one's connection has gone (at once, without the grace). */
  onPresence?: (userID: string, online: boolean) => void | Promise<void>
  /** A call is over for all. At least once; tell repeats by callID. */
  onCallEnded?: (call: CallInfo) => void | Promise<void>
  /** pino's levels or `silent`. Default `info`. Ignored when `logger` is given. */
  logLevel?: string
  /** Takes the server's log; default: pino to standard output. Tokens are never logged. */
  logger?: Logger
}

/** What the server runs by: every option with its default. */
export interface Settings extends CallServerOptions {
  sessions: 'multiple' | 'single'
  ringSeconds: number
  graceMs: number
  maxMembers: number
  rates: RateLimits
}

const defaultRates: RateLimits = {
  callsPer10Seconds: 20,
  callsPerMinute: 120,
  commandsPerSecond: 50,
  socketsPerUser: 20,
}

const bad = (name: string, why: string) => new CallError('BAD_PARAMETER', `createCallServer: option \`${name}\` ${why}`)

function number(name: string, value: number | undefined, fallback: number, min: number, max: number): number {
  if (value === undefined) return fallback
  if (typeof value === 'number' && value >= min && value <= max) return value
  throw bad(name, `must be a number from ${min} to ${max}`)
}

function whole(name: string, value: number | undefined, fallback: number, min: number, max: number): number {
  const given = number(name, value, fallback, min, max)
  if (Number.isInteger(given)) return given
  throw bad(name, `must be a whole number from ${min} to ${max}`)
}

function checkFunctions(options: CallServerOptions): void {
  if (typeof options.authenticate !== 'function')
    throw bad('authenticate', 'must be a function (token, request) => ({ userID }), or throw to refuse')
  for (const name of ['authorize', 'onRing', 'onPresence', 'onCallEnded'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') throw bad(name, 'must be a function')
  }
}

function checkLiveKit(livekit: LiveKitAccess | undefined): void {
  if (typeof livekit !== 'object' || livekit === null) throw bad('livekit', 'must be { url, apiKey, apiSecret }')
  for (const name of ['url', 'apiKey', 'apiSecret'] as const) {
    if (typeof livekit[name] !== 'string' || livekit[name] === '')
      throw bad(`livekit.${name}`, 'must be a non-empty string')
  }
  if (!/^(ws|http)s?:\/\/\S+$/.test(livekit.url) || !URL.canParse(livekit.url))
    throw bad('livekit.url', 'must be a ws://, wss://, http:// or https:// address')
}

function checkOrigins(origins: readonly string[] | undefined): void {
  if (origins === undefined) return
  const isOrigin = (each: unknown) => typeof each === 'string' && /^[a-z][a-z\d+.-]*:\/\/[^/\s]+$/i.test(each)
  if (!Array.isArray(origins) || !origins.every(isOrigin))
    throw bad('origins', 'must be a list of origins such as "https://app.example.org", without a path')
}

const known = new Set<string>([
  'authenticate',
  'authorize',
  'livekit',
  'store',
  'sessions',
  'ringTimeout',
  'reconnectGrace',
  'maxMembers',
  'limits',
  'origins',
  'onRing',
  'onPresence',
  'onCallEnded',
  'logLevel',
  'logger',
] satisfies (keyof CallServerOptions)[])

/**
 * Checks what the app gave and fills in the defaults.
 *
 * @throws CallError BAD_PARAMETER that names the option and says what it must be
 */
export function settingsFrom(options: CallServerOptions): Settings {
  if (typeof options !== 'object' || options === null)
    throw new CallError('BAD_PARAMETER', 'createCallServer takes an object of options')
  for (const name of Object.keys(options)) if (!known.has(name)) throw bad(name, 'does not exist')
  checkFunctions(options)
  checkLiveKit(options.livekit)
  checkOrigins(options.origins)
  const { sessions = 'multiple', limits = {} } = options
  if (sessions !== 'multiple' && sessions !== 'single') throw bad('sessions', 'must be "multiple" or "single"')
  for (const name of Object.keys(limits))
    if (!Object.hasOwn(defaultRates, name)) throw bad(`limits.${name}`, 'does not exist')
  const rate = (name: keyof RateLimits) => whole(`limits.${name}`, limits[name], defaultRates[name], 1, 1_000_000)
  const { min, max } = wireLimits.ringSeconds
  return {
    ...options,
    sessions,
    ringSeconds: number('ringTimeout', options.ringTimeout, 30, min, max),
    graceMs: number('reconnectGrace', options.reconnectGrace, 10, 0, 600) * 1000,
    maxMembers: whole('maxMembers', options.maxMembers, 100, 2, wireLimits.listLength + 1),
    rates: {
      callsPer10Seconds: rate('callsPer10Seconds'),
      callsPerMinute: rate('callsPerMinute'),
      commandsPerSecond: rate('commandsPerSecond'),
      socketsPerUser: rate('socketsPerUser'),
    },
  }
}

import { createServer, type Server as HTTPServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CallError, createCallService, isOver, memoryStore, type Call } from '@ringkit/core/protocol'
import { createCallbacks } from './callbacks.ts'
import { callInfo, type CallInfo } from './callInfo.ts'
import { followClock } from './clock.ts'
import { createDeadlines } from './deadlines.ts'
import { createDelivery } from './delivery.ts'
import { createGateway } from './gateway.ts'
import { addRoutes, createRoutes } from './http.ts'
import { createLimits } from './limits.ts'
import { createCheckRooms } from './livekit/checkRooms.ts'
import { ownInstallation, sharedInstallation } from './livekit/installation.ts'
import { createLeftovers } from './livekit/leftovers.ts'
import { createReconciler } from './livekit/reconciler.ts'
import { createRooms } from './livekit/rooms.ts'
import { isFromLiveKit } from './livekit/isFromLiveKit.ts'
import { createWatch } from './livekit/watch.ts'
import { createWebhook } from './livekit/webhook.ts'
import { createLog } from './log.ts'
import { createMetrics, outcomeOf } from './metrics.ts'
import { newID } from './newID.ts'
import { settingsFrom, type CallServerOptions } from './options.ts'
import { createProfiles } from './profiles.ts'
import { redisLimiter } from './redis/redisLimiter.ts'
import { redisProfiles } from './redis/redisProfiles.ts'
import { createSharing } from './redis/sharing.ts'
import { sharedPartsOf } from './redisStore.ts'
import { createRequests } from './requests.ts'
import { localRoster } from './roster.ts'
import { createSessions } from './sessions.ts'
import { timedStore } from './timedStore.ts'

/** Where a call server listens. */
export interface ListenAddress {
  host: string
  port: number
  /** `http://host:port`, for `createCallEngine({ url })` on this machine. */
  url: string
}

/** A running call server. */
export interface CallServer {
  /**
   * Listens on a port of its own HTTP server; 0 takes a free one. Resolves when clients can connect, rejects when the port
   * is taken. Default host: all addresses.
   */
  listen(port: number, host?: string): Promise<ListenAddress>
  /** Serves on an HTTP server of the app; its own routes go on to work. `close()` leaves that server alone. */
  attach(httpServer: HTTPServer): void
  /** Ends the calls of the embedded store with `error`, disconnects everybody and stops. Under 1 s without calls. */
  close(): Promise<void>
  /** Signs a user out everywhere (KICKED_OUT `removed`) and takes them out of their call. */
  kick(userID: string): Promise<void>
  /** Ends a call for all, reason `removed`; without effect when it is over. Rejects with NOT_FOUND if there is none. */
  endCall(callID: string): Promise<void>
  /** Takes one member out of a call, reason `removed`. Rejects with NOT_FOUND if there is no such call. */
  removeMember(callID: string, userID: string): Promise<void>
  /** The call as it stands; undefined if there is none. Ended calls can be read for 10 minutes. */
  getCall(callID: string): Promise<CallInfo | undefined>
}

/** How long LiveKit may take to delete rooms when the server closes, ms. */
const LAST_WORK_MS = 700
/** How long the store may take to note that this node's clients have gone, ms. */
const MOVE_MS = 5000
/** A store that does not answer in this time is not ready, ms. */
const READY_MS = 1000
/** A connection that sends no request is closed after this, ms. */
const SILENT_MS = 8000

/**
 * Runs calls: rings, tokens, rooms.
 *
 * @example
 * const server = createCallServer({
 *   authenticate: async (token) => ({ userID: await userOf(token) }),
 *   livekit: { url: 'ws://localhost:7880', apiKey: 'devkey', apiSecret: 'secret' },
 * })
 * await server.listen(4000)
 *
 * @throws CallError BAD_PARAMETER naming the option that is not acceptable
 */
export function createCallServer(options: CallServerOptions): CallServer {
  const settings = settingsFrom(options)
  const log = createLog(settings)
  const metrics = createMetrics(
    () => sessions.count(),
    () => delivery.count(),
  )
  const given = settings.store ?? memoryStore()
  const store = timedStore(given, metrics.onStore)
  const clock = followClock(store)
  const shared = sharedPartsOf(given)
  const profiles = createProfiles(shared && redisProfiles(shared))
  const callbacks = createCallbacks(settings, log)
  const installation = shared ? sharedInstallation(shared) : ownInstallation()
  const { livekit } = settings
  const rooms = createRooms({ livekit, installation, isAlone: !shared, onAnswer: metrics.onLiveKit, log })
  const checkRooms = createCheckRooms({ livekit, installation, onAnswer: metrics.onLiveKit, log })
  const { sessions: policy, graceMs, maxMembers } = settings
  const delivery = createDelivery(() => sessions, clock.now)
  const sharing =
    shared &&
    createSharing({
      store,
      shared,
      policy,
      mostDevices: settings.rates.socketsPerUser,
      delivery,
      sessions: () => sessions,
      rooms,
      onEnd: callbacks.onEnd,
      onRing: (call, userID) => callbacks.ring(call, userID, (each) => roster.isOnline(each)),
      giveUp: (known) => service.apply(known.callID, { kind: 'giveUp', known, epoch: newID() }),
      log,
    })
  const roster = sharing?.roster ?? localRoster(policy)
  const limits = createLimits(
    settings.rates,
    shared && { limiter: (...limit) => redisLimiter(shared, ...limit), countOthers: roster.countOthers },
  )
  let isClosing = false

  function onChange(previous: Call | undefined, next: Call): void {
    try {
      delivery.take(previous, next)
      deadlines.onChange(next)
      const roomDone = rooms.onChange(previous, next)
      metrics.onChange(previous, next, clock.now())
      callbacks.onChange(previous, next, roster.isOnline)
      log.debug({ callID: next.callID, version: next.version }, 'call changed')
      if (isOver(next) && !(previous && isOver(previous))) {
        log.info({ callID: next.callID, outcome: outcomeOf(next) }, 'call over')
        void Promise.all([roomDone, callbacks.onEnd(next)]).then(() => sharing?.finish(next.callID))
      } else if (!previous) log.info({ callID: next.callID, kind: next.kind, by: next.inviter }, 'call placed')
    } catch (error) {
      log.error({ err: error, callID: next.callID }, 'a change could not be told')
    }
  }

  const service = createCallService({
    store,
    ...(settings.authorize && { authorize: settings.authorize }),
    maxMembers: settings.maxMembers,
    ringSeconds: settings.ringSeconds,
    newID,
    profileOf: profiles.of,
    onChange,
  })
  const { onPresence } = callbacks
  // What is read for one device is news for others here, and the hint of it will find it told.
  const onGreeted = (call: Call) => delivery.take(undefined, call)
  const sessions = createSessions({ policy, service, store, roster, graceMs, maxMembers, onPresence, onGreeted })
  const { now } = clock
  const deadlines = createDeadlines({
    isShared: shared !== undefined,
    nextDue: () => store.nextDue(),
    due: async () => store.due(await store.now()),
    fire: (callID) => service.apply(callID, { kind: 'due' }),
    now,
    log,
  })
  const requests = createRequests({
    service,
    store,
    sessions,
    limits,
    rooms,
    checkRooms,
    profiles,
    now,
    onAnswer: metrics.onAnswer,
    log,
  })
  const onSession = ({ userID, profile }: { userID: string; profile: object }) =>
    profiles.put(userID, profile).catch((error: unknown) => log.warn({ err: error }, 'a profile was not kept'))
  const gateway = createGateway({ settings, sessions, requests, limits, now, onSession, log })
  const reconciler = createReconciler({ rooms, service, store, log })
  const watch = createWatch({
    rooms,
    reconciler,
    going: delivery.going,
    onLost: (callID) => service.apply(callID, { kind: 'end', reason: 'error' }),
    now,
    log,
  })
  const onEvent = metrics.onWebhook
  const webhook = createWebhook({ livekit, reconciler, onEvent, log })

  const leftovers = createLeftovers({
    installation,
    rooms,
    find: delivery.find,
    read: (callID) => store.read(callID),
    elapsed: () => performance.now(),
    log,
  })

  async function isReady(): Promise<boolean> {
    if (isClosing) return false
    if (sharing) return sharing.isReady()
    const late = new Promise<false>((resolve) => setTimeout(resolve, READY_MS, false).unref())
    const answer = store.now().then(
      () => true,
      () => false,
    )
    return Promise.race([answer, late])
  }

  const answer = createRoutes({
    isReady,
    metrics,
    webhook,
    isFromLiveKit: isFromLiveKit(settings.livekit),
    log,
  })
  const closers: (() => void | Promise<void>)[] = []
  const drainers: (() => void)[] = []

  function attach(httpServer: HTTPServer): void {
    closers.push(addRoutes(httpServer, answer))
    gateway.attach(httpServer)
  }

  async function listen(port: number, host?: string): Promise<ListenAddress> {
    const own = createServer({
      headersTimeout: SILENT_MS,
      requestTimeout: 2 * SILENT_MS,
      connectionsCheckingInterval: 1000,
    })
    await new Promise<void>((resolve, reject) => {
      own.once('error', reject)
      own.listen(port, host, () => {
        own.off('error', reject)
        resolve()
      })
    })
    attach(own)
    closers.push(() => closeHTTP(own))
    // Who comes while it closes is better refused at once: a load balancer then asks the next node.
    drainers.push(() => own.close())
    // A store that cannot be reached yet is no reason to fail: /readyz tells.
    await sharing?.joined().catch((error: unknown) => log.warn({ err: error }, 'the store is not there yet'))
    // Listening on a port, not on a pipe.
    const address = own.address() as AddressInfo
    const name = host ?? 'localhost'
    const url = `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`
    log.info({ url }, 'call server listens')
    return { host: address.address, port: address.port, url }
  }

  /** What only this process knows ends with it. */
  const endAll = () =>
    Promise.all(delivery.going().map(({ callID }) => service.apply(callID, { kind: 'end', reason: 'error' })))

  /** Calls of a shared store go on: the clients find another node, each in its grace. */
  async function moveAway(): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, MOVE_MS).unref())
    sessions.closeAll()
    await Promise.race([sessions.leaveAll(), late])
    await sharing?.leave()
  }

  async function close(): Promise<void> {
    if (isClosing) return
    isClosing = true
    gateway.drain()
    for (const each of drainers) each()
    if (sharing) await moveAway()
    else await endAll()
    sessions.stop()
    watch.stop()
    leftovers.stop()
    deadlines.stop()
    clock.stop()
    await Promise.all([rooms.settle(LAST_WORK_MS), callbacks.settle(LAST_WORK_MS), checkRooms.close(LAST_WORK_MS)])
    await gateway.close()
    for (const each of closers) await each()
    await store.close()
  }

  const existing = async (callID: string, command: Parameters<typeof service.apply>[1]) => {
    if (!(await service.apply(callID, command))) throw new CallError('NOT_FOUND')
  }

  return {
    listen,
    attach,
    close,
    kick: (userID) => sessions.removeAll(userID),
    endCall: (callID) => existing(callID, { kind: 'end', reason: 'removed' }),
    removeMember: (callID, userID) => existing(callID, { kind: 'remove', userID }),
    async getCall(callID) {
      const call = await store.read(callID)
      return call && callInfo(call)
    },
  }
}

function closeHTTP(server: HTTPServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

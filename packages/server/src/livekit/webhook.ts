import { isOver, type Call, type CallService, type CallStore } from '@ringkit/core/protocol'
import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk'
import type { Logger } from 'pino'
import type { LiveKitAccess } from '../options.ts'
import { createTurns } from '../turns.ts'
import { differs } from './grants.ts'
import { holders } from './identity.ts'
import { callIDOfRoom, roomName } from './roomName.ts'
import type { Rooms } from './rooms.ts'

/** How far LiveKit's clock may be off (faults T3), as the verifier wants it. */
const CLOCK_TOLERANCE = '90s'
/** How many events are remembered to tell repeats by. */
const REMEMBERED = 10_000
/** Media that has vanished counts as left after this, ms (faults N11). */
const MEDIA_GRACE_MS = 20_000

export interface WebhookOptions {
  livekit: LiveKitAccess
  service: CallService
  store: CallStore
  rooms: Rooms
  log: Logger
}

/** The events that were seen before, the newest 10 000. */
function createMemory() {
  const seen = new Set<string>()
  return (id: string): boolean => {
    if (id === '') return false
    if (seen.has(id)) return true
    seen.add(id)
    for (const oldest of seen) {
      if (seen.size <= REMEMBERED) break
      seen.delete(oldest)
    }
    return false
  }
}

/**
 * What LiveKit tells of its rooms. It reconciles the calls, it never drives them: events come late, twice or not at all, so
 * each one only makes us look.
 */
export function createWebhook({ livekit, service, store, rooms, log }: WebhookOptions) {
  const receiver = new WebhookReceiver(livekit.apiKey, livekit.apiSecret)
  const isRepeated = createMemory()
  const inTurn = createTurns()

  /** Who is no member any more is out again, at each attempt: LiveKit revokes no token (platform facts A0.5). */
  async function joined(call: Call, { participant }: WebhookEvent): Promise<void> {
    const identity = participant?.identity ?? ''
    const holder = holders(call).find((each) => each.identity === identity)
    if (!holder) {
      log.info({ callID: call.callID, identity }, 'removed from the room: no member of the call')
      await (isOver(call) ? rooms.remove(call) : rooms.evict(call, identity))
      return
    }
    const { userID, deviceID = '' } = holder.member
    await service.apply(call.callID, { kind: 'resumeMedia', userID, deviceID })
    // A token minted before the type was switched.
    const sources = participant?.permission?.canPublishSources
    if (sources && differs(call.type, sources)) await rooms.permit(call, identity, call.type)
  }

  /** Its media has gone, unless it has come back already under the same identity. */
  async function left(call: Call, { participant }: WebhookEvent): Promise<void> {
    const identity = participant?.identity ?? ''
    const holder = holders(call).find((each) => each.identity === identity)
    if (holder?.member.status !== 'connected' || !holder.member.hasRoom) return
    if (await rooms.isIn(call, identity)) return
    const { userID, deviceID = '' } = holder.member
    await service.apply(call.callID, { kind: 'loseMedia', userID, deviceID, graceMs: MEDIA_GRACE_MS })
  }

  const works: { [name: string]: ((call: Call, event: WebhookEvent) => Promise<void>) | undefined } = {
    participant_joined: joined,
    participant_left: left,
    participant_connection_aborted: left,
  }

  async function work(event: WebhookEvent): Promise<void> {
    const name = event.room?.name ?? ''
    const does = Object.hasOwn(works, event.event) ? works[event.event] : undefined
    const callID = callIDOfRoom(name)
    if (!does || callID === undefined) return
    await inTurn(callID, async () => {
      const call = await store.read(callID)
      // Not ours: another deployment may share this LiveKit.
      if (call && roomName(call) === name) await does(call, event)
    })
  }

  /**
   * Checks and takes one posted event; what follows from it is done after the answer.
   *
   * @returns the status to answer with: 200, or 401 for what LiveKit has not signed
   */
  return async function receive(body: string, authorization: string | undefined): Promise<200 | 401> {
    let event: WebhookEvent
    try {
      event = await receiver.receive(body, authorization, false, CLOCK_TOLERANCE)
    } catch (error) {
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'a webhook was refused')
      return 401
    }
    if (!isRepeated(event.id)) {
      work(event).catch((error: unknown) =>
        log.warn({ err: error, event: event.event }, 'a webhook could not be acted on'),
      )
    }
    return 200
  }
}

export type Webhook = ReturnType<typeof createWebhook>

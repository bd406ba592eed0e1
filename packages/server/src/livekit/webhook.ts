import { WebhookReceiver, type WebhookEvent } from 'livekit-server-sdk'
import type { Logger } from 'pino'
import type { LiveKitAccess } from '../options.ts'
import type { Reconciler } from './reconciler.ts'
import { callIDOfRoom } from './roomName.ts'

/** How far LiveKit's clock may be off (faults T3), as the verifier wants it. */
export const CLOCK_TOLERANCE = '90s'
/** How many events are remembered to tell repeats by. */
const REMEMBERED = 10_000
/** Somebody has come or gone; of what else happens in a room a call has no need to know. */
const ofInterest: ReadonlySet<string> = new Set([
  'participant_joined',
  'participant_left',
  'participant_connection_aborted',
])

export interface WebhookOptions {
  livekit: LiveKitAccess
  reconciler: Pick<Reconciler, 'look'>
  /** Hears what came of each post; the event's name is `unknown` when it is refused. */
  onEvent?: (event: string, result: 'taken' | 'repeated' | 'refused') => void
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
 * What LiveKit tells of its rooms. It reconciles the calls, it never drives them: events come late, twice, in another order or
 * not at all, so each one only makes us look at what is so now.
 */
export function createWebhook({ livekit, reconciler, onEvent, log }: WebhookOptions) {
  const receiver = new WebhookReceiver(livekit.apiKey, livekit.apiSecret)
  const isRepeated = createMemory()

  async function work({ event, room, participant }: WebhookEvent): Promise<void> {
    const name = room?.name ?? ''
    const callID = callIDOfRoom(name)
    if (callID === undefined || !ofInterest.has(event)) return
    const identity = participant?.identity ?? ''
    await reconciler.look(callID, name, event === 'participant_joined' ? { joined: identity } : { left: identity })
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
      onEvent?.('unknown', 'refused')
      return 401
    }
    const isOld = isRepeated(event.id)
    onEvent?.(event.event, isOld ? 'repeated' : 'taken')
    if (!isOld) {
      work(event).catch((error: unknown) =>
        log.warn(
          { err: error, event: event.event, callID: callIDOfRoom(event.room?.name ?? '') },
          'a webhook could not be acted on',
        ),
      )
    }
    return 200
  }
}

export type Webhook = ReturnType<typeof createWebhook>

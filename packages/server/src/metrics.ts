import { isOver, type Call } from '@ringkit/core/protocol'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import { newlyRinging } from './newlyRinging.ts'

/** How a call went, in one word: `answered`, or why its caller never got through. */
function outcomeOf(call: Call): string {
  if (call.members.some(({ outcome, connectedAt }) => outcome?.event === 'CALLING_END' || connectedAt !== undefined))
    return 'answered'
  return call.members.find(({ userID }) => userID === call.inviter)?.outcome?.reason ?? 'cancelled'
}

/** What `/metrics` tells, in a registry of its own: two servers in one process do not meet. */
export function createMetrics(countSessions: () => number, countCalls: () => number) {
  const registers = [new Registry()]
  const calls = new Counter({
    name: 'ringkit_calls_total',
    help: 'Calls that are over, by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const requests = new Counter({
    name: 'ringkit_requests_total',
    help: 'Requests of clients, by kind and by what came of them',
    labelNames: ['kind', 'code'],
    registers,
  })
  const answering = new Histogram({
    name: 'ringkit_ring_to_accept_seconds',
    help: 'How long it rang until somebody accepted',
    buckets: [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600],
    registers,
  })
  const gauge = (name: string, help: string, count: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(count())
      },
    })
  gauge('ringkit_sessions', 'Devices connected', countSessions)
  gauge('ringkit_calls', 'Calls going on', countCalls)
  /** When each ring began: by call, by user, epoch ms. */
  const rings = new Map<string, Map<string, number>>()

  function noteRings(previous: Call | undefined, next: Call, now: number): void {
    const begun = rings.get(next.callID) ?? new Map<string, number>()
    for (const { userID } of newlyRinging(previous, next)) begun.set(userID, now)
    for (const { userID, status } of next.members) {
      const since = begun.get(userID)
      if (since === undefined || status === 'ringing') continue
      begun.delete(userID)
      if (status === 'connected') answering.observe((now - since) / 1000)
    }
    if (begun.size > 0) rings.set(next.callID, begun)
    else rings.delete(next.callID)
  }

  return {
    onChange(previous: Call | undefined, next: Call, now: number): void {
      noteRings(previous, next, now)
      if (isOver(next) && !(previous && isOver(previous))) calls.inc({ outcome: outcomeOf(next) })
    },
    onAnswer: (kind: string, code: string) => requests.inc({ kind, code }),
    /** The text of `/metrics` and its type. */
    async read() {
      const [registry] = registers
      return { text: (await registry?.metrics()) ?? '', contentType: registry?.contentType ?? 'text/plain' }
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

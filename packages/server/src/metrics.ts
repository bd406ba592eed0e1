import { isOver, memberOf, type Call, type CallMember } from '@ringkit/core/protocol'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** How a call went, in one word: `answered`, or why its caller never got through. */
export function outcomeOf(call: Call): string {
  if (call.members.some(({ outcome, connectedAt }) => outcome?.event === 'CALLING_END' || connectedAt !== undefined))
    return 'answered'
  return call.members.find(({ userID }) => userID === call.inviter)?.outcome?.reason ?? 'cancelled'
}

/** How long it rang for each of those who accept with this change, ms. The document says it: it may have begun elsewhere. */
export function answeredAfter(previous: Call | undefined, next: Call): number[] {
  return next.members.flatMap(({ userID, status, connectedAt }) => {
    const before = previous && memberOf(previous, userID)
    const isAnswered = before?.status === 'ringing' && status === 'connected'
    return isAnswered && before.rungAt !== undefined && connectedAt !== undefined ? connectedAt - before.rungAt : []
  })
}

/** What time alone has done to a member, and when it was due. */
function fired(before: CallMember, after: CallMember): { timer: 'ring' | 'grace'; due: number } | undefined {
  if (before.status === after.status) return undefined
  if (after.status === 'noResponse' && before.deadline !== undefined) return { timer: 'ring', due: before.deadline }
  const { graceUntil = Infinity, mediaGraceUntil = Infinity } = before
  const due = Math.min(graceUntil, mediaGraceUntil)
  return after.status === 'left' && after.outcome?.reason === 'offline' && due < Infinity
    ? { timer: 'grace', due }
    : undefined
}

/** The deadlines that took effect with this change, each with how late it was, ms. */
export function deadlinesMet(previous: Call | undefined, next: Call, now: number) {
  return next.members.flatMap((member) => {
    const before = previous && memberOf(previous, member.userID)
    const met = before && fired(before, member)
    return met ? { timer: met.timer, late: Math.max(now - met.due, 0) } : []
  })
}

/**
 * What `/metrics` tells, in a registry of its own: two servers in one process do not meet. Of several nodes on one store each
 * counts what it committed itself, so their sum counts everything once.
 */
export function createMetrics(countSessions: () => number, countCalls: () => number) {
  const registry = new Registry()
  const registers = [registry]
  const counter = <T extends string>(name: string, help: string, labelNames: readonly T[]) =>
    new Counter({ name, help, labelNames, registers })
  const seconds = <T extends string>(name: string, help: string, buckets: number[], labelNames: readonly T[] = []) =>
    new Histogram({ name, help, buckets, labelNames, registers })
  const gauge = (name: string, help: string, count: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(count())
      },
    })

  const calls = counter('ringkit_calls_total', 'Calls that are over, by outcome', ['outcome'])
  const requests = counter('ringkit_requests_total', 'Requests of clients, by kind and by what came of them', [
    'kind',
    'code',
  ])
  const answering = seconds(
    'ringkit_ring_to_accept_seconds',
    'How long it rang until somebody accepted',
    [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600],
  )
  const late = seconds(
    'ringkit_timer_late_seconds',
    'From a ring deadline or a grace to its effect',
    [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    ['timer'],
  )
  const store = seconds(
    'ringkit_store_seconds',
    'How long the store took, by operation',
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 8],
    ['operation'],
  )
  const storeFailures = counter('ringkit_store_failures_total', 'Operations the store failed at', ['operation'])
  const webhooks = counter('ringkit_webhooks_total', "LiveKit's webhooks, by what came of them", ['event', 'result'])
  const liveKit = counter('ringkit_livekit_requests_total', "Requests to LiveKit's RoomService, by what came of them", [
    'operation',
    'result',
  ])
  gauge('ringkit_sessions', 'Devices connected', countSessions)
  gauge('ringkit_calls', 'Calls going on', countCalls)

  return {
    /** Told of what this node has committed, and of nothing else. `now`: the store's clock, epoch ms. */
    onChange(previous: Call | undefined, next: Call, now: number): void {
      for (const ms of answeredAfter(previous, next)) answering.observe(ms / 1000)
      for (const met of deadlinesMet(previous, next, now)) late.observe({ timer: met.timer }, met.late / 1000)
      if (isOver(next) && !(previous && isOver(previous))) calls.inc({ outcome: outcomeOf(next) })
    },
    onAnswer: (kind: string, code: string) => requests.inc({ kind, code }),
    onStore(operation: string, ms: number, isDone: boolean): void {
      store.observe({ operation }, ms / 1000)
      if (!isDone) storeFailures.inc({ operation })
    },
    /** `event`: LiveKit's word for it; `unknown` when it is refused. */
    onWebhook: (event: string, result: 'taken' | 'repeated' | 'refused') => webhooks.inc({ event, result }),
    onLiveKit: (operation: string, result: 'done' | 'notFound' | 'failed') => liveKit.inc({ operation, result }),
    /** The text of `/metrics` and its type. */
    read: async () => ({ text: await registry.metrics(), contentType: registry.contentType }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>

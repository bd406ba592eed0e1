import type { Notice, NoticeKind } from './notices.ts'

export interface QueuedNotice extends Notice {
  id: number
  /** On screen; the others wait for room. */
  isShown: boolean
  /** How often its text has changed: its time starts anew. */
  changes: number
}

export type NoticeQueue = readonly QueuedNotice[]

/** More than this nobody waits for: the oldest one that is no warning is left out. */
const LONGEST = 12

/**
 * The queue with one more notice. Of people the same thing happened to there is one notice, whose text is made anew: "Bob
 * joined" becomes "Bob and Carol joined". Of the connection there is one, and the same text twice says no more than once. Pure.
 */
export function enqueue(queue: NoticeQueue, notice: Notice, id: number): NoticeQueue {
  const { people } = notice
  const merged =
    people && queue.find((old) => old.people?.event === people.event && !old.people.ids.includes(people.ids[0] ?? ''))
  if (people && merged?.people) {
    const ids = [...merged.people.ids, ...people.ids]
    return queue.map((old) =>
      old === merged ? { ...old, text: people.textOf(ids), people: { ...people, ids }, changes: old.changes + 1 } : old,
    )
  }
  const others = queue.filter((old) => !isReplaced(old, notice))
  return shorten([...others, { ...notice, id, isShown: false, changes: 0 }])
}

function isReplaced(old: Notice, next: Notice): boolean {
  return (old.kind === 'reconnecting' && next.kind === 'reconnecting') || old.text === next.text
}

function shorten(queue: NoticeQueue): NoticeQueue {
  if (queue.length <= LONGEST) return queue
  const leastWanted =
    queue.find(({ isShown, tone }) => !isShown && !isUrgent({ tone })) ?? queue.find((old) => !old.isShown)
  return leastWanted ? queue.filter((old) => old !== leastWanted) : queue
}

/**
 * The queue with `max` notices shown, none of the kinds `without`. What is shown keeps its place until its time is up; then come
 * warnings, then the others, each as it came. What stays until something changes ("Reconnecting…") has the room that is left,
 * and gives it up meanwhile. The same queue while nothing changes. Pure.
 */
export function fill(queue: NoticeQueue, max: number, without: readonly NoticeKind[] = []): NoticeQueue {
  const wanted = queue.filter(({ kind }) => !without.includes(kind))
  const timed = wanted.filter(({ stays }) => !stays)
  const inOrder = [
    ...timed.filter(({ isShown }) => isShown),
    ...timed.filter((notice) => !notice.isShown && isUrgent(notice)),
    ...timed.filter((notice) => !notice.isShown && !isUrgent(notice)),
    ...wanted.filter(({ stays }) => stays).toReversed(),
  ]
  const shown = new Set(inOrder.slice(0, Math.max(1, max)))
  if (queue.every((notice) => notice.isShown === shown.has(notice))) return queue
  return queue.map((notice) => ({ ...notice, isShown: shown.has(notice) }))
}

function isUrgent({ tone }: Pick<Notice, 'tone'>): boolean {
  return tone === 'warning' || tone === 'error'
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { enqueue, fill } from './noticeQueue.ts'
import type { NoticeQueue } from './noticeQueue.ts'
import type { Notice } from './notices.ts'

const info = (text: string): Notice => ({ kind: 'outcome', text, tone: 'info' })
const warning = (text: string): Notice => ({ kind: 'device', text, tone: 'warning' })
const reconnecting: Notice = { kind: 'reconnecting', text: 'Reconnecting', tone: 'warning', stays: true }
const joined = (...ids: string[]): Notice => {
  const textOf = (all: readonly string[]): string => `${all.join('+')} joined`
  return { ...info(textOf(ids)), kind: 'people', people: { event: 'joined', ids, textOf } }
}

/** What is shown after these have come, one after the other. */
function after(max: number, ...notices: Notice[]): NoticeQueue {
  return notices.reduce<NoticeQueue>((queue, notice, id) => fill(enqueue(queue, notice, id), max), [])
}
const shown = (queue: NoticeQueue) => queue.filter(({ isShown }) => isShown).map(({ text }) => text)
const without = (queue: NoticeQueue, text: string) => queue.filter((notice) => notice.text !== text)

describe('enqueue', () => {
  test('who joins after another one is told in the same notice, whose time starts anew', () => {
    const queue = after(3, joined('bob'), info('x'), joined('carol'), joined('dave'))
    expect(shown(queue)).toEqual(['bob+carol+dave joined', 'x'])
    expect(queue[0]).toMatchObject({ id: 0, changes: 2 })
  })

  test('the same person again is a notice of its own, which replaces the one with the same text', () => {
    expect(shown(after(3, joined('bob'), info('Bob left'), joined('bob')))).toEqual(['Bob left', 'bob joined'])
  })

  test('"connected again" takes the place of "reconnecting"', () => {
    const again: Notice = { kind: 'reconnecting', text: 'Connected again', tone: 'good' }
    expect(shown(after(3, reconnecting, again))).toEqual(['Connected again'])
  })

  test('of too many that wait the oldest goes that is no warning', () => {
    const many = Array.from({ length: 14 }, (_, index) => info(`n${index}`))
    const texts = after(1, warning('w0'), warning('w1'), ...many).map(({ text }) => text)
    expect(texts).toHaveLength(12)
    expect(texts.slice(0, 3)).toEqual(['w0', 'w1', 'n4'])
  })
})

describe('fill', () => {
  test('what does not fit waits, and comes when there is room', () => {
    const queue = after(2, info('a'), info('b'), info('c'))
    expect(shown(queue)).toEqual(['a', 'b'])
    expect(shown(fill(without(queue, 'a'), 2))).toEqual(['b', 'c'])
  })

  test('a warning comes before what waits, but takes nothing away that is being read', () => {
    const queue = after(1, info('a'), info('b'), warning('w'))
    expect(shown(queue)).toEqual(['a'])
    expect(shown(fill(without(queue, 'a'), 1))).toEqual(['w'])
  })

  test('what stays gives its room up meanwhile', () => {
    const queue = after(1, reconnecting, info('a'))
    expect(shown(queue)).toEqual(['a'])
    expect(shown(fill(without(queue, 'a'), 1))).toEqual(['Reconnecting'])
  })

  test('kinds that are left out are not shown, and take no room', () => {
    const queue = after(1, reconnecting)
    expect(shown(fill([...queue, ...after(1, info('a'))], 1, ['reconnecting']))).toEqual(['a'])
  })

  test('nothing changes: the same queue', () => {
    const queue = after(2, info('a'), reconnecting)
    expect(fill(queue, 2)).toBe(queue)
  })

  const notice = fc.oneof(
    fc.string({ minLength: 1, maxLength: 2 }).map(info),
    fc.string({ minLength: 1, maxLength: 2 }).map((text) => warning(`w${text}`)),
    fc.string({ minLength: 1, maxLength: 2 }).map((id) => joined(id)),
    fc.constant(reconnecting),
  )
  /** Something comes, or the time of one that is shown is up. */
  const steps = fc.array(fc.oneof(notice, fc.nat({ max: 3 })), { maxLength: 60 })

  test('never more than there is room for, nothing shown is pushed away, and no room stays empty', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 3 }), (all, max) => {
        let queue: NoticeQueue = []
        for (const [id, step] of all.entries()) {
          const before = queue.filter(({ isShown, stays }) => isShown && !stays)
          const gone = typeof step === 'number' ? before[step] : undefined
          const next = typeof step === 'number' ? queue.filter((each) => each !== gone) : enqueue(queue, step, id)
          queue = fill(next, max)
          const now = queue.filter(({ isShown }) => isShown)
          expect(now).toHaveLength(Math.min(max, queue.length))
          const kept = before.filter((each) => each !== gone && next.some((other) => other.id === each.id))
          expect(kept.every((each) => now.some((other) => other.id === each.id))).toBe(true)
        }
      }),
    )
  })
})

'use client'
import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react'
import { useCallEngine, useProblem } from '../hooks/index.ts'
import type { CallEngine, CallEventPayloads, CallState } from '../hooks/index.ts'
import type { Messages } from '../messages/en.ts'
import { errorText } from '../messages/errorText.ts'
import { useMessages } from '../messages/useMessages.ts'
import { createCallMemory } from './callMemory.ts'
import type { CallMemory } from './callMemory.ts'
import { toldEvents } from './earlyNews.ts'
import type { EarlyNews, ToldEvent } from './earlyNews.ts'
import { enqueue, fill } from './noticeQueue.ts'
import type { NoticeQueue } from './noticeQueue.ts'
import { notices } from './notices.ts'
import type { Facts, Notice, NoticeKind } from './notices.ts'
import { someNames } from './someNames.ts'

/** What the app knows of a person the call no longer tells about; undefined when it knows nothing either. */
export type NameOf = (userID: string) => string | undefined

/**
 * The notices to show now, newest last, at most `max`, and how to take one away. The others wait. `early`: what happened before
 * this was there comes first.
 */
export function useNotices(
  without: readonly NoticeKind[],
  nameOf: NameOf | undefined,
  max: number,
  early?: EarlyNews,
): {
  shown: NoticeQueue
  dismiss: (id: number) => void
} {
  const engine = useCallEngine()
  const messages = useMessages()
  const [queue, setQueue] = useState<NoticeQueue>([])
  const lastID = useRef(0)
  // Read when something happens: another language, or texts made anew at each render, must not make it forget names.
  const latest = useRef({ nameOf, messages, max, without })
  useInsertionEffect(() => {
    latest.current = { nameOf, messages, max, without }
  })
  const change = useCallback((next: (queue: NoticeQueue) => NoticeQueue) => {
    setQueue((before) => fill(next(before), latest.current.max, latest.current.without))
  }, [])
  const add = useCallback(
    (notice: Notice | undefined) => {
      if (!notice) return
      lastID.current += 1
      const id = lastID.current
      change((before) => enqueue(before, notice, id))
    },
    [change],
  )
  useEffect(
    function makeRoom() {
      change((before) => before)
    },
    [change, max, without],
  )
  useEffect(
    function listen() {
      const memory = early?.memory ?? createCallMemory()
      memory.keep(engine.store.getState())
      const offMemory = engine.store.subscribe(memory.keep)
      const messagesNow = (): Messages => latest.current.messages
      const facts = (): Facts => factsOf(memory, messagesNow(), (id) => latest.current.nameOf?.(id))
      const missed = early?.take()
      for (const { event, payload } of missed?.events ?? []) add(noticeOf(event, payload, facts()))
      for (const problem of missed?.problems ?? []) add(problemNotice(problem, messagesNow()))
      const offs = toldEvents.map((event) => engine.on(event, (payload) => add(noticeOf(event, payload, facts()))))
      const offDevices = tellLostDevices(engine, messagesNow, add)
      const offNetwork = tellPoorNetwork(engine, messagesNow, add)
      return () => [...offs, offDevices, offNetwork, offMemory].forEach((off) => off())
    },
    [engine, early, add],
  )
  useProblem((problem) => add(problemNotice(problem, messages)))
  return {
    shown: queue.filter(({ isShown, kind }) => isShown && !without.includes(kind)),
    dismiss: useCallback((id: number) => change((before) => before.filter((notice) => notice.id !== id)), [change]),
  }
}

function noticeOf<E extends ToldEvent>(event: E, payload: CallEventPayloads[E], facts: Facts): Notice | undefined {
  // Each entry of the table takes the payload of its own name, which TypeScript cannot follow through a generic index.
  const notice = notices[event] as (payload: CallEventPayloads[E], facts: Facts) => Notice | undefined
  return notice(payload, facts)
}

function problemNotice(problem: unknown, messages: Messages): Notice {
  const text = problem instanceof Error ? errorText(problem, messages) : String(problem)
  return { kind: 'error', text, tone: 'error' }
}

/** Names outlive their call: when its last event is told, its members are gone from the state. */
function factsOf(memory: CallMemory, messages: Messages, given: NameOf): Facts {
  const nameOf = (userID: string): string =>
    memory.nameOf(userID) ?? given(userID) ?? (userID || messages.unknownPerson)
  const listOf = (userIDs: readonly string[]): string => someNames(userIDs.map(nameOf), messages, 3)
  return { messages, nameOf, listOf, isGroup: memory.isGroup }
}

/** For how long a connection that gets poor again is no news, ms. */
const POOR_AGAIN_MS = 30_000

/** One's own connection that gets poor; that of others is seen on their tile. */
function tellPoorNetwork(engine: CallEngine, messages: () => Messages, add: (notice: Notice) => void): () => void {
  let toldAt = -Infinity
  const isPoor = ({ members, self }: CallState): boolean => members[self?.userID ?? '']?.quality === 'poor'
  return engine.store.subscribe((state, before) => {
    const now = performance.now()
    if (!isPoor(state) || isPoor(before) || now - toldAt < POOR_AGAIN_MS) return
    toldAt = now
    add({ kind: 'network', text: messages().inCall.poorNetwork, tone: 'warning' })
  })
}

/** A device in use that is no longer there. */
function tellLostDevices(engine: CallEngine, messages: () => Messages, add: (notice: Notice) => void): () => void {
  return engine.store.subscribe(({ devices }, before) => {
    if (devices === before.devices) return
    for (const lost of lostDevices(before.devices, devices)) {
      add({ kind: 'device', text: messages().deviceLost(lost), tone: 'warning' })
    }
  })
}

function lostDevices(before: CallState['devices'], now: CallState['devices']): string[] {
  const kinds = [
    [before.cameraList, before.currentCameraID, now.cameraList],
    [before.microphoneList, before.currentMicrophoneID, now.microphoneList],
    [before.speakerList, before.currentSpeakerID, now.speakerList],
  ] as const
  return kinds.flatMap(([list, current, rest]) => {
    const used = list.find(({ deviceID }) => deviceID === current)
    return used?.label && !rest.some(({ deviceID }) => deviceID === current) ? [used.label] : []
  })
}

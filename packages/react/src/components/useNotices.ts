'use client'
import { useCallback, useEffect, useInsertionEffect, useRef, useState } from 'react'
import { CallEvent, useCallEngine, useProblem } from '../hooks/index.ts'
import type { CallEngine, CallEventPayloads, CallState } from '../hooks/index.ts'
import { listNames } from '../messages/listNames.ts'
import type { Messages } from '../messages/en.ts'
import { errorText } from '../messages/errorText.ts'
import { useMessages } from '../messages/useMessages.ts'
import { notices } from './notices.ts'
import type { Facts, Notice, NoticeKind } from './notices.ts'

export interface ShownNotice extends Notice {
  id: number
}

/** How many stand on screen at once; the oldest goes first. */
const SHOWN = 4

type Told = keyof typeof notices

/** What the app knows of a person the call no longer tells about; undefined when it knows nothing either. */
export type NameOf = (userID: string) => string | undefined

/** The notices to show now, newest last, and how to take one away. */
export function useNotices(
  without: readonly NoticeKind[],
  nameOf: NameOf | undefined,
): {
  shown: readonly ShownNotice[]
  dismiss: (id: number) => void
} {
  const engine = useCallEngine()
  const messages = useMessages()
  const [shown, setShown] = useState<readonly ShownNotice[]>([])
  const lastID = useRef(0)
  // Read when something happens: another language, or texts made anew at each render, must not make it forget names.
  const latest = useRef({ nameOf, messages })
  useInsertionEffect(() => {
    latest.current = { nameOf, messages }
  })
  const add = useCallback((notice: Notice | undefined) => {
    if (!notice) return
    lastID.current += 1
    const next = { ...notice, id: lastID.current }
    setShown((before) => [...before.filter((old) => !isReplaced(old, next)), next].slice(-SHOWN))
  }, [])
  useEffect(
    function listen() {
      const memory = remember(engine)
      const offs = Object.values(CallEvent)
        .filter(isTold)
        .map((event) =>
          tell(engine, event, () => memory.facts(latest.current.messages, (id) => latest.current.nameOf?.(id)), add),
        )
      const offDevices = tellLostDevices(engine, () => latest.current.messages, add)
      return () => [...offs, offDevices, memory.forget].forEach((off) => off())
    },
    [engine, add],
  )
  useProblem((error) =>
    add({ kind: 'error', text: error instanceof Error ? errorText(error, messages) : String(error), tone: 'error' }),
  )
  return {
    shown: shown.filter(({ kind }) => !without.includes(kind)),
    dismiss: useCallback((id: number) => setShown((before) => before.filter((notice) => notice.id !== id)), []),
  }
}

function isTold(event: CallEvent): event is Told {
  return Object.hasOwn(notices, event)
}

function tell<E extends Told>(
  engine: CallEngine,
  event: E,
  facts: () => Facts,
  add: (notice: Notice | undefined) => void,
): () => void {
  // Each entry of the table takes the payload of its own name, which TypeScript cannot follow through a generic index.
  const notice = notices[event] as (payload: CallEventPayloads[E], facts: Facts) => Notice | undefined
  return engine.on(event, (payload) => add(notice(payload, facts())))
}

/** Of one state there is one notice: "reconnecting" makes room for "connected again". The same text twice says no more. */
function isReplaced(old: Notice, next: Notice): boolean {
  return (old.kind === 'reconnecting' && next.kind === 'reconnecting') || old.text === next.text
}

/** Names outlive their call: when its last event is told, its members are gone from the state. */
function remember(engine: CallEngine): { facts(messages: Messages, nameOf: NameOf): Facts; forget(): void } {
  const names = new Map<string, string>()
  let isGroup = false
  const keep = ({ call, members }: CallState): void => {
    if (call) isGroup = call.kind === 'group'
    for (const { userID, name } of Object.values(members)) if (name) names.set(userID, name)
  }
  keep(engine.store.getState())
  return {
    facts(messages, given) {
      const nameOf = (userID: string): string =>
        names.get(userID) ?? given(userID) ?? (userID || messages.unknownPerson)
      const listOf = (userIDs: readonly string[]): string => listNames(userIDs.map(nameOf), messages.locale)
      return { messages, nameOf, listOf, isGroup }
    },
    forget: engine.store.subscribe(keep),
  }
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

import { CallEvent, type CallEventPayloads } from '@ringkit/core'
import { useCallEngine } from '@ringkit/react'
import { useEffect, useRef, type ReactNode } from 'react'
import { createEventList } from './eventList.ts'

/** Every event as it fires. Past React: voices come ten times a second, and none of them renders anything. */
export function EventLog(): ReactNode {
  const engine = useCallEngine()
  const list = useRef<HTMLOListElement>(null)
  useEffect(
    function follow() {
      if (!list.current) return undefined
      const add = createEventList(list.current)
      const offs = Object.values(CallEvent).map((event) =>
        engine.on(event, (payload: CallEventPayloads[CallEvent]) => add(event, payload)),
      )
      return () => offs.forEach((off) => off())
    },
    [engine],
  )
  return (
    <section className="card log" aria-labelledby="log-title">
      <h2 id="log-title">Event log</h2>
      <p className="quiet">Each event of the engine as it fires, the newest last.</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, so the keyboard must reach it */}
      <ol ref={list} tabIndex={0} aria-labelledby="log-title" />
    </section>
  )
}

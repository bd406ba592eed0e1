import { Copy, Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { cast, nameOf } from './cast.ts'
import { brief, payloadText } from './payloadText.ts'
import { useWorld } from './useWorld.ts'
import type { Told, World } from './world.ts'

const seconds = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

/** Everything that everybody is told, newest first. */
export function EventLog({ world }: { world: World }): ReactNode {
  const { told, hasVolume } = useWorld(world)
  const [hidden, setHidden] = useState<readonly string[]>([])
  const [query, setQuery] = useState('')
  const shown = told.filter(
    ({ userID, event, payload }) =>
      !hidden.includes(userID) && `${event} ${payloadText(payload)}`.toLowerCase().includes(query.toLowerCase()),
  )
  return (
    <section className="pg-panel pg-events" aria-label="Events">
      <header className="pg-panel-head">
        <h2>Events</h2>
        <Export told={shown} />
        <button type="button" className="pg-icon" aria-label="Clear the log" onClick={() => world.forget()}>
          <Trash2 aria-hidden />
        </button>
      </header>
      <div className="pg-filter">
        <div role="group" aria-label="Whose events" className="pg-chips">
          {world.people.map((userID) => (
            <button
              key={userID}
              type="button"
              aria-pressed={!hidden.includes(userID)}
              data-person={userID}
              onClick={() =>
                setHidden(hidden.includes(userID) ? hidden.filter((each) => each !== userID) : [...hidden, userID])
              }
            >
              <PersonDot userID={userID} /> {nameOf(userID)}
            </button>
          ))}
          <button type="button" aria-pressed={hasVolume} onClick={() => world.setVolume(!hasVolume)}>
            Voice levels
          </button>
        </div>
        <input
          type="search"
          aria-label="Filter the events"
          placeholder="Filter: REJECT, bob, busy …"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </div>
      <Entries told={shown} isFiltered={told.length > 0} />
    </section>
  )
}

function Entries({ told, isFiltered }: { told: readonly Told[]; isFiltered: boolean }): ReactNode {
  if (told.length === 0) {
    return (
      <p className="pg-empty">{isFiltered ? 'No event matches the filter.' : 'Call somebody: events come here.'}</p>
    )
  }
  return (
    <ol className="pg-log" aria-label="Event log, newest first">
      {told.map((each) => (
        <li key={each.id} data-person={each.userID} data-event={each.event} data-device={each.deviceID}>
          <details>
            <summary>
              <time dir="ltr">{seconds.format(each.at / 1000)} s</time>
              <span className="pg-who">
                <PersonDot userID={each.userID} /> {nameOf(each.userID)}
                {each.deviceID.includes('laptop') && ' (laptop)'}
              </span>
              <code className="pg-event">{each.event}</code>
              <span className="pg-brief">{brief(each.payload)}</span>
            </summary>
            <pre>{payloadText(each.payload, 2)}</pre>
          </details>
        </li>
      ))}
    </ol>
  )
}

/** Everybody has a colour of their own. */
export function PersonDot({ userID }: { userID: string }): ReactNode {
  return <span aria-hidden className="pg-dot" data-place={cast.findIndex((person) => person.userID === userID)} />
}

function Export({ told }: { told: readonly Told[] }): ReactNode {
  const [said, say] = useState('')
  const toJSON = (): string =>
    payloadText(
      told.toReversed().map(({ at, userID, deviceID, event, payload }) => ({ at, userID, deviceID, event, payload })),
      2,
    )
  const copy = (): void => {
    navigator.clipboard.writeText(toJSON()).then(
      () => say('Copied'),
      () => say('Copying is not allowed here'),
    )
  }
  const download = (): void => {
    const url = URL.createObjectURL(new Blob([toJSON()], { type: 'application/json' }))
    const link = document.createElement('a')
    link.href = url
    link.download = 'ringkit-events.json'
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <>
      <span role="status" className="pg-said">
        {said}
      </span>
      <button type="button" className="pg-icon" aria-label="Copy the log as JSON" onClick={copy}>
        <Copy aria-hidden />
      </button>
      <button type="button" className="pg-icon" aria-label="Download the log as JSON" onClick={download}>
        <Download aria-hidden />
      </button>
    </>
  )
}

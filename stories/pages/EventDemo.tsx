import { Zap, RotateCcw } from 'lucide-react'
import { useContext, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { CallEvent } from '@ringkit/core'
import { nameOf } from '../playground/cast.ts'
import { DeviceScreen } from '../playground/DeviceScreen.tsx'
import { PersonDot } from '../playground/EventLog.tsx'
import { payloadText } from '../playground/payloadText.ts'
import '../playground/playground.css'
import './pages.css'
import { useLiveWorld } from '../playground/useLiveWorld.ts'
import { useWorld } from '../playground/useWorld.ts'
import { deviceName } from '../playground/world.ts'
import type { World } from '../playground/world.ts'
import { StoryLanguage } from '../storyLanguage.ts'
import { eventDemos } from './eventDemos.ts'

export interface EventDemoProps {
  event: CallEvent
  /** `press`: only once somebody asks for it, for a page with many of them. Default: at once. */
  begins?: 'atOnce' | 'press'
}

/** One event: who gets it and when, a button that makes it happen, and what came. */
export function EventDemo({ event, begins = 'atOnce' }: EventDemoProps): ReactNode {
  const [isLive, setLive] = useState(begins === 'atOnce')
  const [round, setRound] = useState(0)
  const { says, does } = eventDemos[event]
  return (
    <section className="pg pg-demo" aria-label={event}>
      <header>
        <h3 id={`event-${event}`}>
          <code>{event}</code>
        </h3>
        <p>{says}</p>
        <p className="pg-does">{does}</p>
      </header>
      {isLive ? (
        <Live key={round} event={event} onAgain={() => setRound(round + 1)} />
      ) : (
        <button type="button" className="pg-start" onClick={() => setLive(true)}>
          <Zap aria-hidden /> Show the screens of {event}
        </button>
      )}
    </section>
  )
}

interface LiveProps {
  event: CallEvent
  onAgain: () => void
}

function Live({ event, onAgain }: LiveProps): ReactNode {
  const { people } = eventDemos[event]
  const world = useLiveWorld(people, 0)
  return world ? <Stage event={event} world={world} onAgain={onAgain} /> : <div className="pg-demo-empty" />
}

function Stage({ event, world, onAgain }: LiveProps & { world: World }): ReactNode {
  const { devices } = useWorld(world)
  const language = useContext(StoryLanguage)
  const { isReady, isDone, happen, failure } = useHappening(event, world)
  return (
    <>
      <div className="pg-row">
        <button type="button" className="pg-primary" disabled={!isReady || isDone} onClick={happen}>
          <Zap aria-hidden /> Make it happen
        </button>
        <button type="button" disabled={!isDone} onClick={onAgain}>
          <RotateCcw aria-hidden /> Again
        </button>
      </div>
      {failure && <p role="alert">{failure}</p>}
      <Payloads event={event} world={world} isDone={isDone} />
      <div className="pg-screens">
        {devices.map((device) => (
          <div key={device.deviceID} className="pg-place" data-kind={device.kind}>
            <p className="pg-place-head">
              <PersonDot userID={device.userID} />
              {deviceName(device)}
            </p>
            <DeviceScreen
              device={device}
              language={language}
              others={world.people.filter((userID) => userID !== device.userID)}
            />
          </div>
        ))}
      </div>
    </>
  )
}

interface Happening {
  isReady: boolean
  isDone: boolean
  failure: string | undefined
  happen: () => void
}

/** Brings the stage to where the event is one step away. */
function useHappening(event: CallEvent, world: World): Happening {
  const [isReady, setReady] = useState(false)
  const [isDone, setDone] = useState(false)
  const [failure, setFailure] = useState<string>()
  useEffect(
    function prepare() {
      let isHere = true
      const fail = (cause: unknown): void => {
        if (isHere) setFailure(cause instanceof Error ? cause.message : String(cause))
      }
      Promise.resolve(eventDemos[event].prepare?.(world)).then(() => {
        if (!isHere) return
        // What is on the way before the press is not what the press brings.
        world.forget()
        setReady(true)
      }, fail)
      return () => {
        isHere = false
      }
    },
    [event, world],
  )
  const happen = (): void => {
    setDone(true)
    Promise.resolve(eventDemos[event].happen(world)).catch((cause: unknown) =>
      setFailure(cause instanceof Error ? cause.message : String(cause)),
    )
  }
  return { isReady, isDone, failure, happen }
}

interface PayloadsProps {
  event: CallEvent
  world: World
  isDone: boolean
}

/** How many payloads are shown. */
const mostShown = 5

/** What came of that event since the press, newest first. */
function Payloads({ event, world, isDone }: PayloadsProps): ReactNode {
  const { told } = useWorld(world)
  const { hearer } = eventDemos[event]
  const came = isDone ? told.filter((each) => each.event === event) : []
  const own = came.filter((each) => each.userID === hearer)
  const also = [...new Set(came.map(({ userID }) => userID))].filter((userID) => userID !== hearer)
  return (
    // What comes ten times a second is not to be read out.
    <div className="pg-payload" aria-live={event === 'USER_VOICE_VOLUME' ? 'off' : 'polite'}>
      {own.length === 0 ? (
        <p>Nothing was told yet.</p>
      ) : (
        <>
          <p>
            <PersonDot userID={hearer} /> {nameOf(hearer)} is told
            {own.length > 1 && `, ${own.length} times so far`}
            {also.length > 0 && `; ${new Intl.ListFormat('en').format(also.map(nameOf))} as well`}
          </p>
          <ol aria-label={`Payloads of ${event}`}>
            {own.slice(0, mostShown).map(({ id, payload }) => (
              <li key={id}>
                <pre>{payloadText(payload, 2)}</pre>
              </li>
            ))}
          </ol>
        </>
      )}
    </div>
  )
}

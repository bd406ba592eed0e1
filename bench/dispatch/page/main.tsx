/** A thousand subscribers of the kit's hooks, and a thousand of `zustand` and of a bare emitter, in one page. */
import { CallEvent, type CallState, type MediaFact } from '@ringkit/core'
import { CallProvider, useCall, useCallEvent } from '@ringkit/react'
import { useEffect, useInsertionEffect, useRef, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { startCall } from './call.ts'
import { bareEmitter } from './emitter.ts'

/** One way of dispatching, by the kit and by the others. */
export interface Row {
  what: string
  /** µs per dispatch, of each sample; the two sides took turns. */
  ours: number[]
  theirs: number[]
}

const subscribers = 1000
const people = 20
const talker = 'person 2'

const { engine, tell } = await startCall(people)

/** Calls of handlers and selectors so far. */
const heard = { ours: 0, theirs: 0 }
type Side = keyof typeof heard

const emitter = bareEmitter<object>()
const store = createStore<CallState>(() => engine.store.getState())
const levels = new Map(Array.from({ length: people }, (_, index) => [`person ${index + 1}`, index]))

function OurHandler({ event }: { event: 'USER_VOICE_VOLUME' | 'USER_AUDIO_AVAILABLE' }): ReactNode {
  useCallEvent(CallEvent[event], () => void (heard.ours += 1))
  return null
}

/** As `useCallEvent` promises: the newest handler runs, and a new one does not subscribe again. */
function useEmitter(handler: (payload: object) => void): void {
  const latest = useRef(handler)
  useInsertionEffect(() => {
    latest.current = handler
  })
  useEffect(() => emitter.on((payload) => latest.current(payload)), [])
}

function TheirHandler(): ReactNode {
  useEmitter(() => void (heard.theirs += 1))
  return null
}

/** Without that promise: the loop alone. */
function TheirFixedHandler(): ReactNode {
  useEffect(() => emitter.on(() => void (heard.theirs += 1)), [])
  return null
}

// What does not change with the one who talks: they look and go on.
const select = (side: Side) => (state: CallState) => {
  heard[side] += 1
  return state.members['person 3']?.audioAvailable
}
const [selectOurs, selectTheirs] = [select('ours'), select('theirs')]

function OurReader(): ReactNode {
  return String(useCall(selectOurs))
}

function TheirReader(): ReactNode {
  return String(useStore(store, selectTheirs))
}

const isHeard = (state: CallState) => state.members[talker]?.audioAvailable

function OurTalker(): ReactNode {
  return <p id="our-talker">{String(useCall(isHeard))}</p>
}

function TheirTalker(): ReactNode {
  return <p id="their-talker">{String(useStore(store, isHeard))}</p>
}

const many = (make: (index: number) => ReactNode) => Array.from({ length: subscribers }, (_, index) => make(index))

interface Scene {
  what: string
  ours: ReactNode
  theirs: ReactNode
  /** Makes the media layer tell something, the nth time. */
  tell: (nth: number) => MediaFact
  /** The same by `zustand` and the bare emitter. */
  dispatch: (nth: number) => void
  /** How many handlers and selectors run each time, at least: React may look once more. */
  heard: number
}

const toggle = (nth: number): MediaFact => ({
  kind: 'remoteTrack',
  userID: talker,
  source: 'microphone',
  isAvailable: nth % 2 === 1,
})

function setTheirs(nth: number): void {
  const state = store.getState()
  const member = state.members[talker]
  if (!member) throw new Error('nobody talks')
  store.setState({ members: { ...state.members, [talker]: { ...member, audioAvailable: nth % 2 === 1 } } })
}

const payload = { volumeMap: [...levels].map(([userID, volume]) => ({ userID, volume })) }

const scenes: readonly Scene[] = [
  {
    what: 'an event, 1,000 useCallEvent',
    ours: many((key) => <OurHandler key={key} event="USER_VOICE_VOLUME" />),
    theirs: many((key) => <TheirHandler key={key} />),
    tell: () => ({ kind: 'volume', levels }),
    dispatch: () => emitter.emit(payload),
    heard: subscribers,
  },
  {
    what: 'the same, against handlers that never change',
    ours: many((key) => <OurHandler key={key} event="USER_VOICE_VOLUME" />),
    theirs: many((key) => <TheirFixedHandler key={key} />),
    tell: () => ({ kind: 'volume', levels }),
    dispatch: () => emitter.emit(payload),
    heard: subscribers,
  },
  {
    what: 'a change of state, 1,000 useCall, none renders',
    ours: many((key) => <OurReader key={key} />),
    theirs: many((key) => <TheirReader key={key} />),
    tell: toggle,
    dispatch: setTheirs,
    heard: subscribers,
  },
  {
    what: 'a change of state, 1,000 useCall, one renders',
    ours: [<OurTalker key="talker" />, ...many((key) => <OurReader key={key} />)],
    theirs: [<TheirTalker key="talker" />, ...many((key) => <TheirReader key={key} />)],
    tell: toggle,
    dispatch: setTheirs,
    heard: subscribers,
  },
  {
    what: 'a change and its event, 1,000 of each, one renders',
    ours: [
      <OurTalker key="talker" />,
      ...many((key) => <OurReader key={key} />),
      ...many((key) => <OurHandler key={`${key} event`} event="USER_AUDIO_AVAILABLE" />),
    ],
    theirs: [
      <TheirTalker key="talker" />,
      ...many((key) => <TheirReader key={key} />),
      ...many((key) => <TheirHandler key={`${key} event`} />),
    ],
    tell: toggle,
    dispatch(nth) {
      setTheirs(nth)
      emitter.emit({ userID: talker, isAudioAvailable: nth % 2 === 1 })
    },
    heard: 2 * subscribers,
  },
]

function root(id: Side): (node: ReactNode) => void {
  const element = document.getElementById(id)
  if (!element) throw new Error(`There is no ${id}.`)
  const made = createRoot(element)
  return (node) => flushSync(() => made.render(node))
}
const [showOurs, showTheirs] = [root('ours'), root('theirs')]

let nth = 0

/** Dispatches so often, each with all that React does of it. @returns µs each @throws when somebody did not hear of it */
function sample(scene: Scene, side: Side, times: number): number {
  const before = heard[side]
  const from = performance.now()
  for (let count = 0; count < times; count += 1) {
    nth += 1
    if (side === 'ours') flushSync(() => tell(scene.tell(nth)))
    else flushSync(() => scene.dispatch(nth))
  }
  const took = performance.now() - from
  const missing = times * scene.heard - (heard[side] - before)
  if (missing > 0) throw new Error(`${scene.what}: ${missing} did not hear of it (${side}).`)
  return (1000 * took) / times
}

/** Takes turns, so that whatever else the machine does befalls both. */
function measured(scene: Scene, samples: number, times: number): Row {
  const row: Row = { what: scene.what, ours: [], theirs: [] }
  showOurs(<CallProvider engine={engine}>{scene.ours}</CallProvider>)
  showTheirs(scene.theirs)
  for (let count = 0; count < samples; count += 1) {
    // An even number: afterwards all is as before.
    const [ours, theirs] = [sample(scene, 'ours', times), sample(scene, 'theirs', times)]
    row.ours.push(ours)
    row.theirs.push(theirs)
  }
  const shown = ['our-talker', 'their-talker'].map((id) => document.getElementById(id)?.textContent)
  if (shown[0] !== shown[1]) throw new Error(`${scene.what}: one shows ${shown[0]}, the other ${shown[1]}.`)
  showOurs(null)
  showTheirs(null)
  return row
}

function bench(samples: number, times: number): Row[] {
  // What the compiler learns does not count.
  for (const scene of scenes) measured(scene, 10, times)
  return scenes.map((scene) => measured(scene, samples, times))
}

declare global {
  var dispatchBench: typeof bench
}
globalThis.dispatchBench = bench

import { useContext, useEffect, useState } from 'react'
import type { CSSProperties, ReactNode } from 'react'
import { DeviceScreen } from '../playground/DeviceScreen.tsx'
import '../playground/playground.css'
import './pages.css'
import { useLiveWorld } from '../playground/useLiveWorld.ts'
import type { World } from '../playground/world.ts'
import { StoryLanguage } from '../storyLanguage.ts'
import { engineOf } from './eventDemos.ts'

/** Five variables, and what each one changes to be seen. */
export const themeVariables = {
  '--rk-card': { says: 'Cards', kind: 'colour', value: '#fff7ed' },
  '--rk-card-foreground': { says: 'Text on cards', kind: 'colour', value: '#431407' },
  '--rk-positive': { says: 'Taking a call', kind: 'colour', value: '#0f766e' },
  '--rk-stage': { says: 'Background of a call', kind: 'colour', value: '#2e1065' },
  '--rk-tile-radius': { says: 'Corners of the pictures', kind: 'length', value: '28px' },
} as const

type Name = keyof typeof themeVariables
type Values = Record<Name, string>

// The keys of an object literal are exactly those of its type, which Object.keys does not say.
const names = Object.keys(themeVariables) as Name[]
const suggested: Values = {
  '--rk-card': themeVariables['--rk-card'].value,
  '--rk-card-foreground': themeVariables['--rk-card-foreground'].value,
  '--rk-positive': themeVariables['--rk-positive'].value,
  '--rk-stage': themeVariables['--rk-stage'].value,
  '--rk-tile-radius': themeVariables['--rk-tile-radius'].value,
}

/** The kit in the midst of two calls, with five variables to turn. */
export function ThemingKnobs(): ReactNode {
  const world = useLiveWorld(3, 0)
  const [values, setValues] = useState(suggested)
  return (
    <section className="pg pg-theming" aria-label="Theming">
      <Knobs values={values} onChange={setValues} />
      <pre className="pg-css">{`:root {\n${names.map((name) => `  ${name}: ${values[name]};`).join('\n')}\n}`}</pre>
      {world && <Screens world={world} values={values} />}
    </section>
  )
}

interface KnobsProps {
  values: Values
  onChange: (values: Values) => void
}

function Knobs({ values, onChange }: KnobsProps): ReactNode {
  return (
    <div className="pg-knobs" role="group" aria-label="Five variables">
      {names.map((name) => {
        const { says, kind } = themeVariables[name]
        const set = (value: string): void => onChange({ ...values, [name]: value })
        return (
          <label key={name}>
            <span>
              {says} <code>{name}</code>
            </span>
            {kind === 'colour' ? (
              <input type="color" value={values[name]} onChange={(event) => set(event.target.value)} />
            ) : (
              <input
                type="range"
                min={0}
                max={48}
                value={Number.parseInt(values[name], 10)}
                onChange={(event) => set(`${event.target.value}px`)}
              />
            )}
          </label>
        )
      })}
    </div>
  )
}

/** Ann and Bob talk, and Carol's phone rings. */
async function begin(world: World): Promise<void> {
  await Promise.all(world.people.map((userID) => world.person(userID).signIn()))
  await engineOf(world, 'ann').call({ userIDList: ['bob', 'carol'], type: 'video', timeout: 600 })
  await world.person('bob').untilState('ringing')
  await engineOf(world, 'bob').accept()
}

function Screens({ world, values }: { world: World; values: Values }): ReactNode {
  const language = useContext(StoryLanguage)
  const [failure, setFailure] = useState('')
  useEffect(
    function play() {
      begin(world).catch((cause: unknown) => setFailure(String(cause)))
    },
    [world],
  )
  const { devices } = world.getState()
  return (
    // Light whatever the page is: these five are of a light theme. CSS variables are no part of CSSProperties.
    <div className="pg-screens" data-theme="light" style={values as CSSProperties}>
      {failure && <p role="alert">{failure}</p>}
      {devices
        .filter(({ userID }) => userID !== 'bob')
        .map((device) => (
          <div key={device.deviceID} className="pg-place">
            <DeviceScreen device={device} others={['bob']} language={language} />
          </div>
        ))}
    </div>
  )
}

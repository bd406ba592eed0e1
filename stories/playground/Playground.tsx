import { FastForward, Minus, Moon, PilcrowLeft, Plus, RotateCcw, Volume2, X } from 'lucide-react'
import { useContext, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { languages } from '@ringkit/react'
import type { Language } from '@ringkit/react'
import { asLanguage, StoryLanguage } from '../storyLanguage.ts'
import { fewest, most, nameOf } from './cast.ts'
import { DeviceScreen } from './DeviceScreen.tsx'
import { EventLog, PersonDot } from './EventLog.tsx'
import { FatePanel, Toggle } from './FatePanel.tsx'
import './playground.css'
import { StoreTree } from './StoreTree.tsx'
import { useLiveWorld } from './useLiveWorld.ts'
import { useOneKeyboard } from './useOneKeyboard.ts'
import { useEngineState, useWorld } from './useWorld.ts'
import { deviceName } from './world.ts'
import type { Device, World } from './world.ts'

/** How far the clock can be turned at once, seconds. */
const skip = 10

export interface PlaygroundProps {
  /** How many people are there at first, 2 to 6. */
  people?: number
}

/** Two to six people's screens, what happens to them, what they are told and what they know. */
export function Playground({ people = 3 }: PlaygroundProps): ReactNode {
  const [round, setRound] = useState(0)
  const world = useLiveWorld(people, round)
  return (
    <main className="pg">{world && <Running key={round} world={world} onReset={() => setRound(round + 1)} />}</main>
  )
}

function Running({ world, onReset }: { world: World; onReset: () => void }): ReactNode {
  const { devices } = useWorld(world)
  const [language, setLanguage] = useState<Language>(useContext(StoryLanguage) ?? 'en')
  const [hasSound, setSound] = useState(false)
  const [watched, watch] = useState<string>()
  useOneKeyboard(devices)
  const { people } = world
  const shown = devices.find(({ deviceID }) => deviceID === watched) ?? devices[0]
  return (
    <>
      <header className="pg-head">
        <div>
          <h1>Playground</h1>
          <p>
            <bdi>
              Every screen is a real engine with the whole kit. Call somebody, answer, then make things go wrong.
            </bdi>
          </p>
        </div>
        <div role="toolbar" aria-label="Playground" className="pg-bar">
          <Count world={world} />
          <label className="pg-field">
            Language
            <select value={language} onChange={(event) => setLanguage(asLanguage(event.target.value) ?? 'en')}>
              {languages.map((each) => (
                <option key={each} value={each} lang={each}>
                  {new Intl.DisplayNames([each], { type: 'language' }).of(each)}
                </option>
              ))}
            </select>
          </label>
          <PageSwitches isRightToLeft={language === 'ar'} />
          <Toggle isOn={hasSound} onChange={setSound} icon={<Volume2 aria-hidden />}>
            Sound
          </Toggle>
          <button type="button" onClick={() => void world.simulator.clock.advance(skip * 1000)}>
            <FastForward aria-hidden /> Skip 10 s
          </button>
          <button type="button" onClick={onReset}>
            <RotateCcw aria-hidden /> Reset
          </button>
        </div>
      </header>
      <div className="pg-body">
        <div className="pg-screens" role="group" aria-label="Screens" tabIndex={-1}>
          {devices.map((device) => (
            <Place
              key={device.deviceID}
              world={world}
              device={device}
              others={people.filter((userID) => userID !== device.userID)}
              language={language === 'en' ? undefined : language}
              hasSound={hasSound}
            />
          ))}
        </div>
        <aside className="pg-side" aria-label="What is going on">
          <EventLog world={world} />
          {shown && <Store devices={devices} shown={shown} onWatch={watch} />}
        </aside>
      </div>
    </>
  )
}

/** More and fewer people. */
function Count({ world }: { world: World }): ReactNode {
  const { people } = world
  const last = people.at(-1)
  return (
    <div role="group" aria-label="People" className="pg-count-of">
      <button
        type="button"
        className="pg-icon"
        aria-label={last === undefined ? 'Remove a person' : `Remove ${nameOf(last)}`}
        disabled={people.length <= fewest}
        onClick={() => last !== undefined && world.removePerson(last)}
      >
        <Minus aria-hidden />
      </button>
      <output dir="ltr">{people.length} people</output>
      <button
        type="button"
        className="pg-icon"
        aria-label="Add a person"
        disabled={people.length >= most}
        onClick={() => world.addPerson()}
      >
        <Plus aria-hidden />
      </button>
    </div>
  )
}

/** Dark, and from right to left: for the whole page, as an app does it. Arabic brings its direction along. */
function PageSwitches({ isRightToLeft }: { isRightToLeft: boolean }): ReactNode {
  const [isDark, setDark] = useState(document.documentElement.dataset.theme === 'dark')
  const [isTurned, turn] = useState(document.documentElement.dir === 'rtl')
  const direction = isTurned || isRightToLeft ? 'rtl' : 'ltr'
  useEffect(
    function showDirection() {
      document.documentElement.dir = direction
      return () => void (document.documentElement.dir = 'ltr')
    },
    [direction],
  )
  const darken = (isOn: boolean): void => {
    setDark(isOn)
    document.documentElement.dataset.theme = isOn ? 'dark' : 'light'
  }
  return (
    <>
      <Toggle isOn={isDark} onChange={darken} icon={<Moon aria-hidden />}>
        Dark
      </Toggle>
      <Toggle isOn={isTurned} onChange={turn} icon={<PilcrowLeft aria-hidden />}>
        Right to left
      </Toggle>
    </>
  )
}

interface PlaceProps {
  world: World
  device: Device
  others: readonly string[]
  language: Language | undefined
  hasSound: boolean
}

function Place({ world, device, ...screen }: PlaceProps): ReactNode {
  const { status, reconnecting } = useEngineState(device.engine)
  const name = deviceName(device)
  const shown = reconnecting.signalling || reconnecting.media ? 'reconnecting' : status
  return (
    <section className="pg-place" aria-label={name} data-kind={device.kind}>
      <header className="pg-place-head">
        <PersonDot userID={device.userID} />
        <h2>{name}</h2>
        <span className="pg-status" data-status={shown}>
          {shown}
        </span>
        {device.kind === 'laptop' && (
          <button
            type="button"
            className="pg-icon"
            aria-label={`Remove ${name}`}
            onClick={() => world.removeDevice(device.deviceID)}
          >
            <X aria-hidden />
          </button>
        )}
      </header>
      <DeviceScreen device={device} {...screen} />
      {device.kind === 'phone' && <FatePanel world={world} device={device} />}
    </section>
  )
}

interface StoreProps {
  devices: readonly Device[]
  shown: Device
  onWatch: (deviceID: string) => void
}

function Store({ devices, shown, onWatch }: StoreProps): ReactNode {
  return (
    <section className="pg-panel pg-store" aria-label="Store">
      <header className="pg-panel-head">
        <h2>Store</h2>
        <label className="pg-field">
          of
          <select value={shown.deviceID} onChange={(event) => onWatch(event.target.value)}>
            {devices.map((device) => (
              <option key={device.deviceID} value={device.deviceID}>
                {deviceName(device)}
              </option>
            ))}
          </select>
        </label>
      </header>
      <div className="pg-scroll" role="group" aria-label={`Store of ${deviceName(shown)}`}>
        <StoreTree key={shown.deviceID} engine={shown.engine} />
      </div>
    </section>
  )
}

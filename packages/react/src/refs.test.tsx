/** @vitest-environment jsdom */
import { createRef, useEffect, useRef, version, type ComponentType, type ReactNode } from 'react'
import { act, cleanup, render } from '@testing-library/react'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CallError } from '@ringkit/core'
import { createTestCall } from '@ringkit/core/simulator'
import type { TestCall, TestCallState } from '@ringkit/core/simulator'
import * as kit from './index.ts'

type Screen = TestCall<'ann' | 'bob' | 'carol' | 'dave'>

/** What a component cannot do without: props, and other components around it. */
interface Needs {
  props?: Record<string, unknown>
  inside?: (part: ReactNode) => ReactNode
}

/** Around parts whose look the whole gives: an open dialog, a check of the devices, a command that failed. */
const inIncoming = (part: ReactNode) => <kit.IncomingCallDialog>{part}</kit.IncomingCallDialog>
const inPreCall = (part: ReactNode) => <kit.PreCall>{part}</kit.PreCall>
const inFailure = (part: ReactNode) => (
  <kit.ActionScope>
    <Failing />
    {part}
  </kit.ActionScope>
)

/** A browser that can do all this. */
const inView = (part: ReactNode) => (
  <kit.CallViewContext.Provider
    value={{ layout: 'grid', setLayout: nothing, fullScreen: { isSupported: true, isOn: false, toggle: later } }}
  >
    <kit.PictureInPictureContext.Provider value={{ isSupported: true, window: null, open: later, close: nothing }}>
      {part}
    </kit.PictureInPictureContext.Provider>
  </kit.CallViewContext.Provider>
)
const nothing = (): void => undefined
const later = (): Promise<void> => Promise.resolve()
const open = { open: true, onOpenChange: nothing }

function Failing(): ReactNode {
  const { run } = kit.useAction(() => Promise.reject(new CallError('TIMEOUT')))
  const isRun = useRef(false)
  useEffect(() => {
    if (!isRun.current) run()
    isRun.current = true
  }, [run])
  return null
}

const needs: Readonly<Record<string, Needs>> = {
  ActionError: { inside: inFailure },
  Avatar: { props: { userID: 'bob', name: 'Bob' } },
  DevicePicker: { props: { kind: 'camera' } },
  DeviceProblems: { props: { camera: new CallError('NO_DEVICE'), onRetry: nothing } },
  FloatingTileHandle: { props: { frame: { current: null }, floating: { corner: 'top-start' }, onFloat: nothing } },
  FullScreenToggle: { inside: inView },
  IncomingCallAccept: { inside: inIncoming },
  IncomingCallAcceptWithoutCamera: { inside: inIncoming },
  IncomingCallActions: { inside: inIncoming },
  IncomingCallCaller: { inside: inIncoming },
  IncomingCallDecline: { inside: inIncoming },
  IncomingCallDeclineMessages: { inside: inIncoming },
  InviteDialog: { props: { ...open, people: [] } },
  JoinBanner: { props: { groupID: 'team' } },
  LayoutSwitch: { inside: inView },
  Menu: { props: { ...open, label: 'Menu', trigger: <button type="button">Open</button> } },
  PictureInPictureToggle: { inside: inView },
  PreCallCamera: { inside: inPreCall },
  PreCallContinue: { inside: inPreCall },
  PreCallMicrophone: { inside: inPreCall },
  PreCallNetwork: { inside: inPreCall },
  PreCallProblems: { inside: inPreCall },
  PreCallSpeaker: { inside: inPreCall },
  SettingsDialog: { props: open },
  VideoTile: { props: { userID: 'bob' } },
  VideoTilePin: { props: { tile: { userID: 'bob', source: 'camera' }, isPinned: false, onPin: nothing } },
}

/** These give something to what is inside them, and are no element themselves. */
const withoutElement = ['ActionScope', 'CallProvider', 'PictureInPictureScope']

const isComponent = ([name, value]: [string, unknown]) =>
  /^[A-Z]/.test(name) &&
  value !== CallError &&
  (typeof value === 'function' || (typeof value === 'object' && value !== null && 'render' in value))
const exported = new Map(Object.entries<unknown>(kit))
const componentNames = [...exported].filter(isComponent).map(([name]) => name)

let screens: readonly Screen[] = []
beforeAll(async () => {
  const states: readonly TestCallState[] = ['idle', 'ringing', 'calling', 'connected', 'group']
  // A phone: there the camera can be turned around.
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      matches: true,
      media: query,
      onchange: null,
      addListener: nothing,
      removeListener: nothing,
    })
  screens = await Promise.all([...states.map((state) => createTestCall({ state })), joinable(), withoutCamera()])
})
afterAll(() => screens.forEach(({ simulator }) => simulator.destroy()))

/** Ann has declined; Bob and Carol talk. */
async function joinable(): Promise<Screen> {
  const call = await createTestCall({ state: 'idle' })
  await call.bob.calls(['ann', 'carol'], { groupID: 'team' })
  await Promise.all([call.ann, call.carol].map((person) => person.untilState('ringing')))
  await Promise.all([call.ann.engine.reject(), call.carol.engine.accept()])
  return call
}

async function withoutCamera(): Promise<Screen> {
  const call = await createTestCall({ state: 'idle' })
  call.ann.denyCamera()
  return call
}

/** What a ref has held, and whether class and data attribute are on it or, for a field with a label, on what is around it. */
interface Held {
  isElement: boolean
  hasClass: boolean
  hasData: boolean
}

/** What the ref of a component holds, on the first screen where the component shows anything. */
async function heldBy(name: string): Promise<Held | undefined> {
  // Found by name among all exports: what props each takes is what this test asks.
  const Part = exported.get(name) as ComponentType<Record<string, unknown>>
  const { props = {}, inside = (part: ReactNode) => part } = needs[name] ?? {}
  for (const { ann } of screens) {
    const ref = createRef<Element>()
    const part = <Part {...props} ref={ref} className="own" data-own="yes" />
    render(<kit.CallProvider engine={ann.engine}>{inside(part)}</kit.CallProvider>)
    await act(async () => {})
    const found = ref.current
    const held = found && {
      isElement: found instanceof HTMLElement,
      hasClass: found.closest('.own') !== null,
      hasData: found.closest('[data-own]') !== null,
    }
    cleanup()
    if (held) return held
  }
  return undefined
}

test(`this is React ${process.env.REACT_MAJOR ?? '19'}`, () => {
  expect(version.split('.')[0]).toBe(process.env.REACT_MAJOR ?? '19')
})

test('every component was found', () => {
  expect(componentNames.length).toBeGreaterThan(40)
  expect(componentNames).toEqual(expect.arrayContaining([...withoutElement, ...Object.keys(needs)]))
})

test.for(componentNames.filter((name) => !withoutElement.includes(name)))(
  '%s hands on its ref, class and data attributes to its element',
  async (name) => {
    expect(await heldBy(name)).toEqual({ isElement: true, hasClass: true, hasData: true })
  },
)

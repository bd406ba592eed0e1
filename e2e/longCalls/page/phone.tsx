/** Somebody signed in at a call server: with the whole kit (`?kit`), or with an engine and one picture. */
import { createRoot } from 'react-dom/client'
import { CallEvent, createCallEngine, type CallEngine } from '@ringkit/core'
import { CallKit, CallProvider } from '@ringkit/react'
import '@ringkit/react/styles.css'
import { leftOpen } from './leftOpen.ts'
import { isLit, press, until } from './looking.ts'

function element<T extends Element>(selector: string, kind: new () => T): T {
  const found = document.querySelector(selector)
  if (!(found instanceof kind)) throw new Error(`There is no ${selector}.`)
  return found
}

/** Shows everybody who is in a call with me in the page's own video. */
function showOthers(engine: CallEngine): void {
  const video = element('#remote', HTMLVideoElement)
  let stop = () => {}
  engine.on(CallEvent.USER_ENTER, ({ userID }) => {
    stop()
    stop = engine.attach(userID, 'camera', video)
  })
  const hide = () => stop()
  engine.on(CallEvent.CALLING_END, hide)
}

export async function startLine(query: URLSearchParams): Promise<Line> {
  const engine = createCallEngine({ url: query.get('server') ?? '', token: query.get('me') ?? '' })
  const hasKit = query.has('kit')
  /** The end of the call, until it is taken; and what went wrong. */
  let outcome: string | undefined
  const errors: string[] = []
  const heard = new Map<string, number>()
  engine.on(CallEvent.CALLING_END, ({ reason }) => (outcome = reason))
  engine.on(CallEvent.CALL_NOT_CONNECTED, ({ reason }) => (outcome = reason))
  engine.on(CallEvent.ERROR, ({ code, message }) => errors.push(`${code} ${message}`))
  engine.on(CallEvent.CALL_BEGIN, () => heard.clear())
  engine.on(CallEvent.USER_VOICE_VOLUME, ({ volumeMap }) => {
    for (const { userID, volume } of volumeMap) heard.set(userID, Math.max(volume, heard.get(userID) ?? 0))
  })
  if (hasKit) {
    document.querySelector('#remote')?.remove()
    createRoot(element('#root', HTMLElement)).render(
      <CallProvider engine={engine}>
        <CallKit />
      </CallProvider>,
    )
  } else {
    showOthers(engine)
  }
  await engine.login()

  const pictureOf = (userID: string) =>
    document.querySelector<HTMLVideoElement>(hasKit ? `[role="group"][aria-label="${userID}"] video` : '#remote')
  return {
    engine,
    press,
    leftOpen,
    errors,
    untilStatus: async (status) => void (await until(status, () => engine.store.getState().status === status)),
    async sees(userID) {
      await until(`the picture of ${userID}`, () => {
        const video = pictureOf(userID)
        return video && isLit(video)
      })
    },
    hears: async (userID) => void (await until(`the voice of ${userID}`, () => (heard.get(userID) ?? 0) > 0)),
    async untilOver() {
      const reason = await until('the end of the call', () => outcome)
      outcome = undefined
      await until('being idle', () => engine.store.getState().status === 'idle')
      return reason
    },
    async untilQuiet() {
      await until('an end of notices', () => !document.querySelector('.rk-notice'))
    },
  }
}

/** What a test or benchmark drives the page by. */
export interface Line {
  engine: CallEngine
  press(name: string): Promise<void>
  leftOpen: typeof leftOpen
  errors: readonly string[]
  untilStatus(status: string): Promise<void>
  /** Resolves once that person's picture is there, and not black. */
  sees(userID: string): Promise<void>
  /** Resolves once that person was heard in this call. */
  hears(userID: string): Promise<void>
  /** Resolves with the reason of the next end of a call, when the engine is idle again. */
  untilOver(): Promise<string>
  /** Resolves once no notice is shown. */
  untilQuiet(): Promise<void>
}

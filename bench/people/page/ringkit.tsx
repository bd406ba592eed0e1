import { CallEvent, createCallEngine, type CallEngine } from '@ringkit/core'
import { CallProvider, CallView } from '@ringkit/react'
import '@ringkit/react/styles.css'
import { Profiler, useState } from 'react'
import { createRoot } from 'react-dom/client'
import type { BenchPage } from './main.ts'
import { onRender } from './renders.ts'

let engine: CallEngine | undefined

function called(): CallEngine {
  if (!engine) throw new Error('Nobody has called yet.')
  return engine
}

/** Who is there, self not counted, and whose microphone is on. */
const others = () => {
  const { members, self } = called().store.getState()
  return Object.values(members).filter(({ userID, status }) => userID !== self?.userID && status === 'connected')
}

/** Shows the whole call, as `CallKit` does. */
export function show(shown: CallEngine): void {
  engine = shown
  const element = document.getElementById('root')
  if (!element) throw new Error('no root')
  createRoot(element).render(
    <Profiler id="call" onRender={onRender}>
      <CallProvider engine={shown}>
        <Screen />
      </CallProvider>
    </Profiler>,
  )
}

const nobody: [] = []

function Screen() {
  const [style] = useState({ blockSize: '100%' })
  return <CallView people={nobody} style={style} />
}

export const page: BenchPage = {
  async start({ url, token }) {
    show(createCallEngine({ url, token }))
    called().on(CallEvent.CALLING_END, ({ reason }) => reportError(new Error(`The call is over: ${reason}`)))
    called().on(CallEvent.ERROR, ({ code, message }) => reportError(new Error(`${code}: ${message}`)))
    await called().login()
  },
  async call(userIDList) {
    await called().call({ userIDList, type: 'video', camera: false, microphone: false, timeout: 300 })
  },
  count: () => others().filter(({ isEntered }) => isEntered).length,
  heard: () => others().filter(({ audioAvailable }) => audioAvailable).length,
  async levels(userID, ms) {
    let count = 0
    const stop = called().onVolume(userID, () => void (count += 1))
    await new Promise((resolve) => setTimeout(resolve, ms))
    stop()
    return count
  },
  pager: { next: '.rk-video-grid-pager button:last-of-type', previous: '.rk-video-grid-pager button:first-of-type' },
  tile: '.rk-video-tile',
}

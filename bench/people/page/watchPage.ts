import { renders } from './renders.ts'

/** What is measured in every page alike. */
export interface Watch {
  /** Since the last time it was asked. */
  take(): Taken
  /** Presses a button; resolves with the ms until the frame after it was handed to the screen. */
  press(selector: string): Promise<number>
  /** Pictures that come in by WebRTC, and those that have a place on the page. */
  pictures(): Promise<{ id: string; bytes: number; isShown: boolean }[]>
  /** How many tracks LiveKit has subscribed for this page, by kind: receivers with a living track. */
  received(): { audio: number; video: number }
}

export interface Taken {
  commits: number
  renderMs: number
  /** Calls of timers that run more often than 25 times a second, and ms in them. Of the kit: its meters. */
  fastTimers: { calls: number; ms: number; longestMs: number }
  /** Tasks that held the main thread for more than 50 ms. */
  longTasks: number[]
}

const FAST_MS = 40

/** To be called before anything else runs in the page. */
export function watchPage(): Watch {
  const peers = watchPeers()
  const timers = watchTimers()
  const longTasks: number[] = []
  const observer = new PerformanceObserver((list) =>
    longTasks.push(...list.getEntries().map(({ duration }) => duration)),
  )
  observer.observe({ type: 'longtask' })
  return {
    take() {
      const taken = {
        commits: renders.commits,
        renderMs: renders.ms,
        fastTimers: { ...timers },
        longTasks: longTasks.splice(0),
      }
      Object.assign(renders, { commits: 0, ms: 0 })
      Object.assign(timers, { calls: 0, ms: 0, longestMs: 0 })
      return taken
    },
    async press(selector) {
      const button = document.querySelector<HTMLElement>(selector)
      if (!button) throw new Error(`There is no ${selector}.`)
      const from = performance.now()
      button.click()
      await new Promise((resolve) => requestAnimationFrame(resolve))
      // Runs after the frame that the callback above belongs to.
      await new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve()
        port2.postMessage(null)
      })
      return performance.now() - from
    },
    async pictures() {
      const shown = new Set(
        [...document.querySelectorAll('video')].flatMap(({ srcObject }) =>
          srcObject instanceof MediaStream ? srcObject.getVideoTracks().map(({ id }) => id) : [],
        ),
      )
      const found: { id: string; bytes: number; isShown: boolean }[] = []
      for (const peer of peers) {
        for (const report of (await peer.getStats()).values() as Iterable<RTCInboundRtpStreamStats>) {
          if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue
          const { trackIdentifier: id, bytesReceived: bytes = 0 } = report
          found.push({ id, bytes, isShown: shown.has(id) })
        }
      }
      return found
    },
    received() {
      const live = peers.flatMap((peer) =>
        peer
          .getTransceivers()
          .filter(
            ({ currentDirection, receiver }) =>
              currentDirection?.includes('recv') && receiver.track.readyState === 'live',
          )
          .map(({ receiver }) => receiver.track.kind),
      )
      return {
        audio: live.filter((kind) => kind === 'audio').length,
        video: live.filter((kind) => kind === 'video').length,
      }
    },
  }
}

function watchPeers(): readonly RTCPeerConnection[] {
  const peers: RTCPeerConnection[] = []
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      peers.push(this)
    }
  }
  return peers
}

function watchTimers(): Taken['fastTimers'] {
  const seen = { calls: 0, ms: 0, longestMs: 0 }
  const { setInterval } = globalThis
  const watched = (handler: TimerHandler, delay?: number, ...given: unknown[]): number => {
    if (typeof handler !== 'function' || !(delay !== undefined && delay < FAST_MS))
      return Number(setInterval(handler, delay))
    return Number(
      setInterval(() => {
        const from = performance.now()
        handler(...given)
        const took = performance.now() - from
        seen.calls += 1
        seen.ms += took
        seen.longestMs = Math.max(seen.longestMs, took)
      }, delay),
    )
  }
  // In a page a timer is a number; the types of Node, which are here too, know an object.
  globalThis.setInterval = watched as unknown as typeof setInterval
  return seen
}

import type { Room } from 'livekit-client'
import type { MediaAccess, RoomCheck } from '../ports/media.ts'
import { disposableRoom } from './disposableRoom.ts'
import type { LivekitMediaOptions } from './livekitMediaOptions.ts'
import { leftMeanwhile } from './mediaErrors.ts'

/** Who is not in the room after this has no way to it, ms. */
const connectMs = 8_000
/** So many answers of the other end make a good average. */
const answersWanted = 3
/** They are waited for no longer than this, ms. */
const measureMs = 2_000
const lookMs = 100

/** Answers to the checks by which a connection keeps itself alive, and the time they took together, seconds. */
function answersIn(report: RTCStatsReport): { count: number; seconds: number } {
  let found = { count: 0, seconds: 0 }
  for (const entry of report.values()) {
    if (entry.type !== 'candidate-pair' || entry.nominated !== true) continue
    const { responsesReceived: count, totalRoundTripTime: seconds } = entry
    if (typeof count === 'number' && typeof seconds === 'number' && count > found.count) found = { count, seconds }
  }
  return found
}

async function roundTripMs(room: Room, signal: AbortSignal): Promise<number | undefined> {
  const until = performance.now() + measureMs
  for (;;) {
    const transports = [room.engine.pcManager?.subscriber, room.engine.pcManager?.publisher]
    const reports = await Promise.all(transports.map((transport) => transport?.getStats()))
    const answers = reports.map((report) => (report ? answersIn(report) : { count: 0, seconds: 0 }))
    const { count, seconds } = answers.reduce((best, each) => (each.count > best.count ? each : best))
    if (signal.aborted) throw leftMeanwhile()
    if (count >= answersWanted || performance.now() >= until) {
      return count > 0 ? Math.round((1_000 * seconds) / count) : undefined
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs))
  }
}

/**
 * Enters a room that was made for looking, measures, and leaves it. Rejects with WRONG_STATE as soon as `signal` aborts; the
 * room is left by then.
 */
export async function checkRoom(
  { url, token }: MediaAccess,
  signal: AbortSignal,
  options: LivekitMediaOptions,
): Promise<RoomCheck> {
  if (signal.aborted) throw leftMeanwhile()
  const { room, letGo } = disposableRoom({ ...options.room, disconnectOnPageLeave: true })
  let leave = () => {}
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => {
      void room.disconnect()
      reject(leftMeanwhile())
    }
  })
  signal.addEventListener('abort', leave, { once: true })
  const limits = { maxRetries: 0, websocketTimeout: connectMs, peerConnectionTimeout: connectMs }
  const measured = room
    .connect(url, token, { ...options.connect, ...limits, autoSubscribe: false })
    .then(() => roundTripMs(room, signal))
  try {
    const roundTrip = await Promise.race([measured, left])
    return { canConnect: true, ...(roundTrip !== undefined && { roundTripMs: roundTrip }) }
  } catch {
    if (signal.aborted) throw leftMeanwhile()
    // Why it is not reached is nothing an app could do anything about: the network, or the media server.
    return { canConnect: false }
  } finally {
    signal.removeEventListener('abort', leave)
    await room.disconnect()
    letGo()
  }
}

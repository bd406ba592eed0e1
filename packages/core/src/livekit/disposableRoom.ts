import { Room, type RoomOptions } from 'livekit-client'
import { cleanAbandonedJoin } from './abandonedJoin.ts'

/** What `make` makes listens to `target` until `letGo` is called. Everything in it happens before this returns. */
export function listeningUntil<Made>(target: EventTarget, make: () => Made): { made: Made; letGo: () => void } {
  const heard: [type: string, listener: EventListenerOrEventListenerObject | null][] = []
  const shadow: EventTarget['addEventListener'] = (type, listener, options) => {
    heard.push([type, listener])
    EventTarget.prototype.addEventListener.call(target, type, listener, options)
  }
  Object.defineProperty(target, 'addEventListener', { configurable: true, value: shadow })
  try {
    const made = make()
    return { made, letGo: () => heard.splice(0).forEach((each) => target.removeEventListener(...each)) }
  } finally {
    Reflect.deleteProperty(target, 'addEventListener')
  }
}

/** Without livekit-client's own way of letting go, whose callback holds the very room it waits for to be let go (2.23). */
function createRoom(options: RoomOptions): Room {
  const { cleanupRegistry } = Room
  Room.cleanupRegistry = false
  try {
    return new Room(options)
  } finally {
    Room.cleanupRegistry = cleanupRegistry
  }
}

/**
 * A room of LiveKit's that nothing holds once it was left. A `Room` listens for devices as long as it is there, which holds it: each
 * call would stay in memory for good.
 *
 * @returns the room, and what to call when it was left for good
 */
export function disposableRoom(options: RoomOptions): { room: Room; letGo: () => void } {
  // Not there in pages without a secure context.
  const devices: EventTarget = navigator.mediaDevices ?? new EventTarget()
  const { made: room, letGo } = listeningUntil(devices, () => createRoom(options))
  cleanAbandonedJoin(room.engine)
  return { room, letGo }
}

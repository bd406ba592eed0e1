import { Room, RoomEvent } from '@livekit/rtc-node'

/** Somebody in a room by LiveKit's own means, past our client: what a modified client could do. */
export interface HostileParticipant {
  readonly room: Room
  /** Resolves once LiveKit has thrown it out; with the time it took since connecting, ms. */
  readonly thrownOut: Promise<number>
  leave(): Promise<void>
}

/** Resolves once it is in the room, rejects when LiveKit refuses it. */
export async function enterRoom(access: { url: string; token: string }): Promise<HostileParticipant> {
  const room = new Room()
  let enteredAt = 0
  const thrownOut = new Promise<number>((resolve) => {
    room.once(RoomEvent.Disconnected, () => resolve(performance.now() - enteredAt))
  })
  enteredAt = performance.now()
  await room.connect(access.url, access.token, { autoSubscribe: true, dynacast: false })
  enteredAt = performance.now()
  return { room, thrownOut, leave: () => room.disconnect() }
}

import { noMedia, type Media } from '@ringkit/core'
import { Room, RoomEvent } from '@livekit/rtc-node'

/** Enters the call's room in LiveKit for real, and sends nothing: an engine in Node whose media the call server can see. */
export function roomMedia(): { media: () => Media; lost: () => number } {
  let room: Room | undefined
  let lost = 0
  const media = (): Media => ({
    ...noMedia()({ volumeIntervalMs: 1000 }),
    hasRoom: true,
    async connect({ url, token }) {
      const next = new Room()
      await next.connect(url, token, { autoSubscribe: true, dynacast: false })
      next.once(RoomEvent.Disconnected, () => {
        if (room === next) lost += 1
      })
      room = next
    },
    async disconnect() {
      const old = room
      room = undefined
      await old?.disconnect()
    },
  })
  return { media, lost: () => lost }
}

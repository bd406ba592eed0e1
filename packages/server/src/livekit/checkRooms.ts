import { setTimeout as wait } from 'node:timers/promises'
import { AccessToken } from 'livekit-server-sdk'
import type { Logger } from 'pino'
import { newID } from '../newID.ts'
import type { LiveKitAccess } from '../options.ts'
import type { Installation } from './installation.ts'
import { checkRoomName } from './roomName.ts'
import { roomService, type OnLiveKitAnswer } from './roomService.ts'

/** A room for a check is deleted after this, also when the check is still going on, ms. */
const LIFE_MS = 20_000
/** LiveKit closes the room by itself when nobody has come for so long, or the one who came has left. Seconds. */
const EMPTY_SECONDS = 20
const DEPARTURE_SECONDS = 2
/** How long the token opens the room, seconds; without the room it opens nothing (`room.auto_create: false`). */
const TOKEN_SECONDS = 60

export interface CheckRoomsOptions {
  livekit: LiveKitAccess
  installation: Pick<Installation, 'metadata'>
  /** Hears what came of each request to LiveKit. */
  onAnswer?: OnLiveKitAnswer
  log: Logger
  /** How long a room may be there, ms. Default 20 s. */
  lifeMs?: number
}

/**
 * Rooms in which a client looks whether media gets through, before a call. Each is one device's own: its name cannot be
 * guessed, it takes one participant, who may neither send nor hear, and it is gone after 20 s, whatever becomes of the client,
 * of this server (LiveKit closes an empty room by itself) or of a request to delete it.
 */
export function createCheckRooms({ livekit, installation, onAnswer, log, lifeMs = LIFE_MS }: CheckRoomsOptions) {
  const client = roomService(livekit, onAnswer)
  /** By device, the room it has. */
  const open = new Map<string, { name: string; timer?: NodeJS.Timeout }>()

  async function remove(name: string): Promise<void> {
    // What is gone already, or cannot be reached, LiveKit closes or has closed by itself.
    await client.deleteRoom(name).catch((error: unknown) => log.debug({ err: error }, 'a room for a check was gone'))
  }

  async function end(key: string): Promise<void> {
    const room = open.get(key)
    if (!room) return
    open.delete(key)
    clearTimeout(room.timer)
    await remove(room.name)
  }

  function mint(room: string): Promise<string> {
    const ttl = TOKEN_SECONDS
    const token = new AccessToken(livekit.apiKey, livekit.apiSecret, { identity: newID(), ttl })
    // Written out in full: what is left unset LiveKit takes for allowed.
    token.addGrant({
      roomJoin: true,
      room,
      canPublish: false,
      canSubscribe: false,
      canPublishData: false,
      canUpdateOwnMetadata: false,
    })
    return token.toJwt()
  }

  return {
    /** The right to enter a new room, in place of one the device has already; undefined when LiveKit cannot be reached. */
    async open(userID: string, deviceID: string): Promise<{ url: string; token: string } | undefined> {
      const key = JSON.stringify([userID, deviceID])
      void end(key)
      const name = checkRoomName()
      const room: { name: string; timer?: NodeJS.Timeout } = { name }
      open.set(key, room)
      try {
        await client.createRoom({
          name,
          emptyTimeout: EMPTY_SECONDS,
          departureTimeout: DEPARTURE_SECONDS,
          maxParticipants: 1,
          metadata: await installation.metadata(),
        })
      } catch (error) {
        log.warn({ err: error }, 'a room for a check cannot be made')
        if (open.get(key) === room) await end(key)
        return undefined
      }
      // Another check of this device, or the end of the server, has taken its place meanwhile.
      if (open.get(key) !== room) {
        await remove(name)
        return undefined
      }
      room.timer = setTimeout(() => open.get(key) === room && void end(key), lifeMs).unref()
      return { url: livekit.url, token: await mint(name) }
    },

    /** Deletes every room there is; waits at most so long, ms. */
    async close(atMostMs: number): Promise<void> {
      await Promise.race([Promise.all([...open.keys()].map(end)), wait(atMostMs, undefined, { ref: false })])
    },
  }
}

export type CheckRooms = ReturnType<typeof createCheckRooms>

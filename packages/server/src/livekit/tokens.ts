import type { Call } from '@ringkit/core/protocol'
import { AccessToken } from 'livekit-server-sdk'
import type { LiveKitAccess } from '../options.ts'
import { permissionIn } from './grants.ts'
import type { Holder } from './identity.ts'
import { roomName } from './roomName.ts'

/** How long a token opens the room, seconds. Enough to connect; who comes back asks for a new one. */
const TOKEN_SECONDS = 90
/** LiveKit takes names of at most 256 bytes. */
const NAME_BYTES = 256

/** The longest beginning of a text that fits, whole characters. */
function fitting(text: string, bytes: number): string {
  let room = bytes
  let end = 0
  for (const character of text) {
    room -= Buffer.byteLength(character)
    if (room < 0) break
    end += character.length
  }
  return text.slice(0, end)
}

/** The right of one device to enter the room of its call: this room, what it may do there now, nothing else (platform facts A7). */
export function mintToken(livekit: LiveKitAccess, call: Call, { member, identity }: Holder): Promise<string> {
  const token = new AccessToken(livekit.apiKey, livekit.apiSecret, {
    identity,
    name: fitting(member.profile.name ?? member.userID, NAME_BYTES),
    ttl: TOKEN_SECONDS,
  })
  const permission = permissionIn(call, member.userID)
  token.addGrant({ roomJoin: true, room: roomName(call), canUpdateOwnMetadata: false, ...permission })
  return token.toJwt()
}

import { memberOf, snapshot, type Call, type Outcome } from '@ringkit/core/protocol'
import { faultsIn } from './journal.ts'
import type { Chaos } from './nodes.ts'
import type { Player, Troupe } from './troupe.ts'

/** A call as the store has it; undefined if it has none. */
export async function callInStore(chaos: Chaos, callID: string): Promise<Call | undefined> {
  const document = await chaos.redis.ask('HGET', `{${chaos.prefix}}:call:${callID}`, 'd')
  // Only the nodes write there.
  return typeof document === 'string' ? (JSON.parse(document) as Call) : undefined
}

/** Where a user is active, as the store has it. */
export async function placeOf(chaos: Chaos, userID: string): Promise<Call | undefined> {
  const callID = await chaos.redis.ask('HGET', `{${chaos.prefix}}:user:${userID}`, 'in')
  return typeof callID === 'string' ? callInStore(chaos, callID) : undefined
}

/** What keeps this device from being at rest: signed in, nothing under way, nothing ringing, and all as the store has it. */
export async function unrestOf(chaos: Chaos, { engine, userID, deviceID }: Player): Promise<string | undefined> {
  const { status, reconnecting, call } = engine.store.getState()
  if (status === 'loggedOut') return undefined
  if (reconnecting.signalling || status === 'connecting') return `${deviceID} has no connection`
  const stored = await placeOf(chaos, userID)
  const mine = stored && snapshot(stored, userID, deviceID, 0)
  const isHere = mine?.me.status !== 'over' && mine !== undefined
  if (status === 'idle') return isHere ? `${deviceID} is idle, and ${mine.me.status} in the store` : undefined
  if (status !== 'connected') return `${deviceID} is ${status}`
  if (!isHere || call?.callID !== mine.callID) return `${deviceID} is in ${call?.callID}, and not so in the store`
  return mine.me.status === 'connected' ? undefined : `${deviceID} is connected, and ${mine.me.status} in the store`
}

const same = (one: Outcome | undefined, other: object) => {
  if (!one) return false
  const { event: _event, type: _type, ...rest } = one
  return Object.entries(rest).every(([name, value]) => name in other && Reflect.get(other, name) === value)
}

/** What a device told of the end of calls, against what the store says of it. */
async function endsOf(chaos: Chaos, { journal, userID, deviceID }: Player): Promise<string[]> {
  const faults: string[] = []
  const left = new Set<string>()
  const told = new Map<string, number>()
  for (const entry of journal.entries) {
    if (entry.kind === 'leaves' && entry.callID !== undefined) left.add(entry.callID)
    if (entry.kind !== 'told') continue
    const { event, payload } = entry.event
    if (event === 'ERROR') faults.push(`${deviceID}: ERROR ${payload.code} ${payload.message}`)
    if (event !== 'CALLING_END' && event !== 'CALL_NOT_CONNECTED') continue
    const { callID } = payload
    told.set(callID, (told.get(callID) ?? 0) + 1)
    if (payload.reason === 'error') faults.push(`${deviceID}: ${event} of ${callID} is an error`)
    const call = await callInStore(chaos, callID)
    const member = call && memberOf(call, userID)
    if (!call || !member) {
      faults.push(`${deviceID}: ${event} of ${callID}, which the store does not know`)
      continue
    }
    if ((told.get(callID) ?? 0) > member.leg) faults.push(`${deviceID}: ${event} of ${callID} once too often`)
    const { me } = snapshot(call, userID, deviceID, 0) ?? {}
    const isOwn = left.has(callID) && payload.userID === userID
    const isKnown = member.leg > 2 || same(me?.outcome, payload) || same(me?.pastOutcome, payload)
    if (!isOwn && !isKnown)
      faults.push(`${deviceID}: ${event} ${JSON.stringify(payload)}, and ${JSON.stringify(me)} in the store`)
  }
  return faults
}

/** Both sides of a direct call end alike. */
function disagreement({ kind, callID, members }: Call): string[] {
  const [one, other] = members.map(({ outcome }) => outcome).filter((each) => each?.event === 'CALLING_END')
  if (kind !== 'direct' || !one || !other) return []
  return JSON.stringify(one) === JSON.stringify(other) ? [] : [`the sides of ${callID} end differently`]
}

/** Everything that is wrong with what the people of a schedule have heard. */
export async function faultsOf(chaos: Chaos, { players }: Troupe): Promise<string[]> {
  const faults: string[] = []
  const callIDs = new Set<string>()
  for (const player of players) {
    faults.push(...faultsIn(player.journal).map((fault) => `${player.deviceID}: ${fault}`))
    faults.push(...(await endsOf(chaos, player)))
    for (const entry of player.journal.entries) if (entry.kind === 'holds') callIDs.add(entry.callID)
  }
  for (const callID of callIDs) {
    const call = await callInStore(chaos, callID)
    if (!call) faults.push(`${callID} is not in the store`)
    else if (call.endedAt === undefined) faults.push(`${callID} goes on: ${JSON.stringify(call.members)}`)
    else faults.push(...disagreement(call))
  }
  return faults
}

import type { Call } from '../protocol/call.ts'
import type { CallStore } from '../service/callStore.ts'

/** A call outside the simulator that somebody is in, on a device outside it. */
function elsewhere(userID: string): Call {
  const callID = `elsewhere ${userID}`
  const member = {
    userID,
    profile: {},
    status: 'connected',
    leg: 1,
    entrance: 'call',
    invitedBy: userID,
    version: 1,
    deviceID: callID,
    isEntered: true,
    hasRoom: false,
    connectedAt: 0,
  } as const
  return {
    callID,
    epoch: callID,
    version: 1,
    room: callID,
    type: 'audio',
    kind: 'direct',
    inviter: userID,
    startedAt: 0,
    members: [member],
  }
}

/** The store, with some people in a call elsewhere: the call model then finds their line busy by its own rule. */
export function busyElsewhere(store: CallStore, isBusy: (userID: string) => boolean): CallStore {
  return {
    ...store,
    async callsOf(userIDs) {
      const calls = new Map(await store.callsOf(userIDs))
      for (const userID of userIDs) if (!calls.has(userID) && isBusy(userID)) calls.set(userID, elsewhere(userID))
      return calls
    },
  }
}

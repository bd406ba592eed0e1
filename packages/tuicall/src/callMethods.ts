import type { Call, CallOptions, CallType } from '@ringkit/core'
import { callContext } from './callContext.ts'
import { choice, required } from './checks.ts'
import type {
  ICallParam,
  ICallsParam,
  IGroupCallParam,
  IInviteUserParam,
  IJoinInGroupCallParam,
  IJoinParam,
} from './parameters.ts'
import { answer, type Parts } from './parts.ts'
import type { CallContext } from './payloads.ts'
import { roomNumber } from './roomNumber.ts'

const types: Readonly<Record<number, CallType>> = { 1: 'audio', 2: 'video' }

const seconds = (timeout: number | undefined) => (timeout === undefined ? {} : { timeout })

const told = (call: Call): CallContext & { inviteID: string } => ({ ...callContext(call), inviteID: call.callID })

/** Placing, answering and ending calls, under their names. */
export function callMethods(parts: Parts) {
  const { core, memory, own } = parts

  const place = (
    params: ICallParam | IGroupCallParam | ICallsParam,
    whom: () => Pick<CallOptions, 'userIDList' | 'groupID'>,
  ) =>
    answer(async () => {
      const options = whom()
      const type = choice('type', required(params, 'type', 'number'), types)
      const { timeout, userData } = params
      // Their camera starts by openCamera alone.
      const rest = { ...seconds(timeout), ...(userData !== undefined && { userData }), camera: own.isOpen }
      const call = await core().call({ ...options, ...rest, type })
      memory.learn(call)
      return told(call)
    })

  return {
    /** Calls one person. REPEATED_CALL (-1204) in or ringing for a call. */
    call: (params: ICallParam) => place(params, () => ({ userIDList: [required(params, 'userID', 'string')] })),
    /** Calls people of a group, however few. */
    groupCall: (params: IGroupCallParam) =>
      place(params, () => ({
        userIDList: required(params, 'userIDList', 'string[]'),
        groupID: required(params, 'groupID', 'string'),
      })),
    /** Calls one or several people; a group call when there are several, or with a `chatGroupID`. */
    calls: (params: ICallsParam) =>
      place(params, () => ({
        userIDList: required(params, 'userIDList', 'string[]'),
        ...(params.chatGroupID && { groupID: params.chatGroupID }),
      })),
    /** Rings more people; a direct call becomes a group call. */
    inviteUser: (params: IInviteUserParam) =>
      answer(() => core().invite(required(params, 'userIDList', 'string[]'), seconds(params.timeout))),
    /** Enters a call of a group by the number that an event told. */
    joinInGroupCall: (params: IJoinInGroupCallParam) =>
      answer(async () => {
        const groupID = required(params, 'groupID', 'string')
        const roomID = required(params, 'roomID', 'number')
        const calls = await core().getCalls({ groupID })
        const found =
          calls.find(({ callID }) => roomNumber(callID) === roomID) ?? (calls.length === 1 ? calls[0] : undefined)
        await core().join({ callID: found?.callID ?? params.strRoomID ?? String(roomID), camera: false })
      }),
    /** Enters a call by its id. */
    join: (params: IJoinParam) =>
      answer(() => core().join({ callID: required(params, 'callId', 'string'), camera: false })),
    /** Accepts; the camera starts if `openCamera` has been called. */
    accept: () =>
      answer(async () => {
        await core().accept({ camera: own.isOpen })
        return callContext(memory.of())
      }),
    /** Declines. Resolves also when nothing rings. */
    reject: () =>
      answer(async () => {
        const engine = core()
        if (engine.store.getState().status === 'ringing') await engine.reject()
      }),
    /** Leaves the call; while ringing out it cancels. */
    hangup: () => answer(() => core().hangup()),
    /** 1 voice, 2 with picture; both ways, in groups too. */
    switchCallMediaType: (newMediaType: number) =>
      answer(() => core().switchCallType(choice('newMediaType', newMediaType, types))),
  }
}

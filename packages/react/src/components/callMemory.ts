import type { CallState } from '../hooks/index.ts'

/** What is still known of a call when its last event is told: by then its members are gone from the state. */
export interface CallMemory {
  keep(state: Pick<CallState, 'call' | 'members'>): void
  /** A name the call has told; undefined of whom it has told none. */
  nameOf(userID: string): string | undefined
  /** Whether the latest call was a group call. */
  readonly isGroup: boolean
}

export function createCallMemory(): CallMemory {
  const names = new Map<string, string>()
  let isGroup = false
  let kept: CallState['members'] | undefined
  return {
    keep({ call, members }) {
      if (call) isGroup = call.kind === 'group'
      // Whatever else of the state has changed tells no name.
      if (members === kept) return
      kept = members
      for (const { userID, name } of Object.values(members)) if (name) names.set(userID, name)
    },
    nameOf: (userID) => names.get(userID),
    get isGroup() {
      return isGroup
    },
  }
}

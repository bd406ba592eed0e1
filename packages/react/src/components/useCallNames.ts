'use client'
import { useCall } from '../hooks/index.ts'
import { listNames } from '../messages/listNames.ts'
import { useMessages } from '../messages/useMessages.ts'

/** Who else is in the call, as a list; from five people on how many there are. */
export function useCallNames(): string {
  const messages = useMessages()
  // The text is what is selected: a microphone or a poor connection renders nothing.
  return useCall(({ self, members, memberIDs }) => {
    const present = memberIDs.flatMap((userID) => members[userID] ?? []).filter(({ status }) => status === 'connected')
    const names = present.filter(({ userID }) => userID !== self?.userID).map(({ name, userID }) => name ?? userID)
    return names.length > 3 ? messages.groupCall(present.length) : listNames(names, messages.locale)
  })
}

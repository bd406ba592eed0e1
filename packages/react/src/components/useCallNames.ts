'use client'
import { useCall, useMembers } from '../hooks/index.ts'
import { listNames } from '../messages/listNames.ts'
import { useMessages } from '../messages/useMessages.ts'

/** Who else is in the call, as a list; from five people on how many there are. */
export function useCallNames(): string {
  const messages = useMessages()
  const self = useCall((state) => state.self?.userID)
  const present = useMembers().filter(({ status }) => status === 'connected')
  const names = present.filter(({ userID }) => userID !== self).map(({ name, userID }) => name ?? userID)
  return names.length > 3 ? messages.groupCall(present.length) : listNames(names, messages.locale)
}

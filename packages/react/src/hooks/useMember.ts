'use client'
import type { Member } from '@ringkit/core'
import { useCall } from './useCall.ts'

/** One person of the call, oneself included; undefined when there is no such member (contract §5). */
export function useMember(userID: string): Member | undefined {
  return useCall((state) => state.members[userID])
}

'use client'
import type { Member } from '@ringkit/core'
import { useCall } from './useCall.ts'

/**
 * Everybody of the call in the order of invitation, oneself included, also those who declined or left (see `status`). The
 * array stays the same until a member changes (contract §5).
 */
export function useMembers(): readonly Member[] {
  return useCall(({ members, memberIDs }) => memberIDs.flatMap((userID) => members[userID] ?? []))
}

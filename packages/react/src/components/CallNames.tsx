'use client'
import type { ReactNode } from 'react'
import { useCall } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

/**
 * Who else is in the call, as a list in one line; from five people on how many there are. Each name keeps its own direction, and one
 * that has no room is cut at its own end.
 */
export function CallNames({ className }: { className: string }): ReactNode {
  const messages = useMessages()
  // With no language told the words are English, whatever the direction of the page and of the first name is.
  const { dir = 'ltr' } = useLanguageAttributes()
  // The names are what is selected: a microphone or a poor connection renders nothing.
  const names = useCall(({ self, members, memberIDs }) =>
    memberIDs
      .flatMap((userID) => members[userID] ?? [])
      .filter(({ userID, status }) => status === 'connected' && userID !== self?.userID)
      .map(({ name, userID }) => name ?? userID),
  )
  const count = useCall(
    ({ members, memberIDs }) => memberIDs.filter((userID) => members[userID]?.status === 'connected').length,
  )
  return (
    <span className={cx('rk-call-names', className)} dir={dir}>
      {names.length > 3 ? (
        <span className="rk-call-name">{messages.groupCall(count)}</span>
      ) : (
        new Intl.ListFormat(messages.locale, { style: 'long', type: 'conjunction' })
          .formatToParts(names)
          .map(({ type, value }, index) =>
            type === 'element' ? (
              // Two people may have the same name; what a list has at a place is of the same kind.
              <bdi key={index} className="rk-call-name">
                {value}
              </bdi>
            ) : (
              <span key={index}>{value}</span>
            ),
          )
      )}
    </span>
  )
}

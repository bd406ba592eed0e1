import type { CallStatus, CallType } from '@ringkit/core'
import { ActionError, ActionScope, Avatar, JoinBanner, useAction, useCall, useCallActions } from '@ringkit/react'
import { useId, useState, type ReactNode } from 'react'
import type { Person } from './callServer.ts'

export interface PeopleFormProps {
  others: readonly Person[] | undefined
  nameOf: (userID: string) => string | undefined
}

/** Everybody online with a box to tick, the two buttons that call those ticked, and a group's running call to join. */
export function PeopleForm({ others, nameOf }: PeopleFormProps): ReactNode {
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [groupID, setGroupID] = useState('')
  const toggle = (userID: string) =>
    setTicked((before) => (before.includes(userID) ? before.filter((id) => id !== userID) : [...before, userID]))
  // In the order of ticking. Who went offline is not called meanwhile, and is ticked still when back.
  const chosen = ticked.flatMap((userID) => others?.find((person) => person.userID === userID) ?? [])

  return (
    <section className="card people" aria-labelledby="people-title">
      <h2 id="people-title">Who is online</h2>
      <ul className="people-list" aria-labelledby="people-title">
        {others?.map(({ userID, name }) => (
          <li key={userID}>
            <label className="person">
              <input type="checkbox" checked={ticked.includes(userID)} onChange={() => toggle(userID)} />
              <Avatar userID={userID} name={name} />
              <bdi>{name}</bdi>
            </label>
          </li>
        ))}
      </ul>
      {!others && <p className="quiet">Looking for the call server…</p>}
      {others?.length === 0 && (
        <p className="quiet">
          Nobody else yet.{' '}
          <a href={location.pathname} target="_blank" rel="noopener">
            Open a second tab
          </a>{' '}
          and sign in there under another name.
        </p>
      )}
      <details>
        <summary>Group</summary>
        <label className="field">
          Group ID
          <input value={groupID} onChange={(event) => setGroupID(event.target.value)} autoComplete="off" />
        </label>
        <p className="quiet">
          A call with a group ID is a group call, even with one person. Others who enter the same ID can join it.
        </p>
      </details>
      {groupID.trim() && <JoinBanner groupID={groupID.trim()} nameOf={nameOf} />}
      <ActionScope>
        <CallButtons chosen={chosen} groupID={groupID.trim()} />
      </ActionScope>
    </section>
  )
}

interface CallButtonsProps {
  chosen: readonly Person[]
  groupID: string
}

function CallButtons({ chosen, groupID }: CallButtonsProps): ReactNode {
  const status = useCall((state) => state.status)
  const isReady = status === 'idle'
  const { call } = useCallActions()
  const hintID = useId()
  const dial = useAction((type: CallType) =>
    call({ userIDList: chosen.map(({ userID }) => userID), type, ...(groupID && { groupID }) }),
  )
  const hint = hintFor(status, chosen)
  const button = { type: 'button', disabled: !isReady || chosen.length === 0, 'aria-describedby': hintID } as const
  return (
    <>
      <ActionError />
      <div className="call-buttons">
        <button {...button} className="button primary" onClick={() => dial.run('video')}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="m16 13 5.2 3.5a.5.5 0 0 0 .8-.4V7.9a.5.5 0 0 0-.8-.4L16 11" />
            <rect x="2" y="6" width="14" height="12" rx="2" />
          </svg>
          Video call
        </button>
        <button {...button} className="button" onClick={() => dial.run('audio')}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M13.8 16.6a1 1 0 0 0 1.2-.3l.4-.5A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.5.3a1 1 0 0 0-.3 1.2 14 14 0 0 0 6.4 6.5" />
          </svg>
          Audio call
        </button>
      </div>
      <p id={hintID} className="quiet">
        {hint}
      </p>
    </>
  )
}

function hintFor(status: CallStatus, chosen: readonly Person[]): string {
  if (status === 'calling' || status === 'ringing' || status === 'connected') return 'One call at a time.'
  if (status !== 'idle') return 'Calls can be made once you are ready for calls.'
  if (chosen.length === 0) return 'Tick whom to call.'
  const names = new Intl.ListFormat('en', { type: 'conjunction' }).format(chosen.map(({ name }) => name))
  return `This rings ${names}.`
}

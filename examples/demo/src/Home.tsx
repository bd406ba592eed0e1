import { CallKit, useCall, useCallActions } from '@ringkit/react'
import { useCallback, useMemo, type ReactNode } from 'react'
import { backgroundImages } from './backgroundImages.ts'
import { BeforeCall, type BeforeCallProps } from './BeforeCall.tsx'
import type { Identity } from './callServer.ts'
import { EventLog } from './EventLog.tsx'
import { Logo } from './Logo.tsx'
import { PeopleForm } from './PeopleForm.tsx'
import { SignedOutCard } from './SignedOutCard.tsx'
import { useMediaQuery } from './useMediaQuery.ts'
import { usePresence } from './usePresence.ts'

const statusTexts = {
  loggedOut: 'Signed out',
  connecting: 'Connecting…',
  idle: 'Ready for calls',
  ringing: 'Being called',
  calling: 'Calling',
  connected: 'In a call',
}

export interface HomeProps extends BeforeCallProps {
  identity: Identity
  /** Somebody signed in anew, or nobody any more. */
  onIdentity: (identity: Identity | undefined) => void
}

/** Who is online, the call itself, and the log of every event. */
export function Home({ identity, onIdentity, language, onLanguage }: HomeProps): ReactNode {
  const status = useCall((state) => state.status)
  const { logout } = useCallActions()
  // On a wide screen the call stands beside its event log; on a phone it takes the whole screen.
  const isWide = useMediaQuery('(min-width: 60rem)')
  const online = usePresence()
  const others = useMemo(() => online?.filter(({ userID }) => userID !== identity.userID), [online, identity.userID])
  const search = useCallback(
    async (query: string) => {
      const wanted = query.trim().toLocaleLowerCase()
      return (others ?? []).filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
    },
    [others],
  )
  const nameOf = useCallback((userID: string) => online?.find((each) => each.userID === userID)?.name, [online])

  return (
    <div className="home" data-status={status}>
      <header className="bar">
        <Logo />
        <span className="me">
          <bdi className="me-name">{identity.name}</bdi>
          <span className="me-status" role="status" data-status={status}>
            {statusTexts[status]}
          </span>
        </span>
        <button type="button" className="button" onClick={() => void logout().finally(() => onIdentity(undefined))}>
          Sign out
        </button>
      </header>
      <main className="desk">
        <div className="side">
          <SignedOutCard identity={identity} onIdentity={onIdentity} />
          <PeopleForm others={others} nameOf={nameOf} />
          <BeforeCall language={language} onLanguage={onLanguage} />
        </div>
        <CallKit
          people={search}
          nameOf={nameOf}
          images={backgroundImages}
          placement={isWide ? 'inline' : 'overlay'}
          notify
        />
        <EventLog />
      </main>
    </div>
  )
}

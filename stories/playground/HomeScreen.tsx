import { Phone, PhoneCall, Video, VideoOff } from 'lucide-react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import type { CallEngine, CallType } from '@ringkit/core'
import { Avatar, JoinBanner, useMessages } from '@ringkit/react'
import { groupID, nameOf } from './cast.ts'
import { useEngineState } from './useWorld.ts'

interface HomeScreenProps {
  engine: CallEngine
  /** Whom one can call. */
  others: readonly string[]
  /** Whose it is. */
  name: string
}

/** The app on a phone: whom one can call. What goes wrong is shown by the kit's notices. */
export function HomeScreen({ engine, others, name }: HomeScreenProps): ReactNode {
  const { status } = useEngineState(engine)
  const { callGoingOn } = useMessages().beforeCall
  const call = (userIDList: readonly string[], type: CallType): void => {
    // A refusal is the ERROR of the log: nothing is to be done about it here.
    engine.call({ userIDList: [...userIDList], type, ...(userIDList.length > 1 && { groupID }) }).catch(() => {})
  }
  if (status === 'loggedOut') return <SignedOut engine={engine} />
  return (
    <div className="pg-home">
      <p className="pg-home-title">People</p>
      <ul className="pg-people">
        {others.map((userID) => (
          <li key={userID}>
            <Avatar userID={userID} name={nameOf(userID)} />
            <span className="pg-person-name">{nameOf(userID)}</span>
            <button type="button" aria-label={`Call ${nameOf(userID)}`} onClick={() => call([userID], 'audio')}>
              <Phone aria-hidden />
            </button>
            <button
              type="button"
              className="pg-primary"
              aria-label={`Video call to ${nameOf(userID)}`}
              onClick={() => call([userID], 'video')}
            >
              <Video aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      {others.length > 1 && <GroupCall others={others} onCall={call} />}
      <JoinBanner aria-label={`${name}: ${callGoingOn}`} groupID={groupID} interval={2000} nameOf={nameOf} />
    </div>
  )
}

function SignedOut({ engine }: { engine: CallEngine }): ReactNode {
  return (
    <div className="pg-home pg-signed-out">
      <VideoOff aria-hidden />
      <p>Signed out: nobody can call here.</p>
      <button type="button" className="pg-primary pg-wide" onClick={() => void engine.login().catch(() => {})}>
        Sign in
      </button>
    </div>
  )
}

interface GroupCallProps {
  others: readonly string[]
  onCall: (userIDList: readonly string[], type: CallType) => void
}

/** Several people at once; all of them unless somebody is left out. */
function GroupCall({ others, onCall }: GroupCallProps): ReactNode {
  const [left, setLeft] = useState<readonly string[]>([])
  const id = useId()
  const chosen = others.filter((userID) => !left.includes(userID))
  const toggle = (userID: string): void =>
    setLeft(left.includes(userID) ? left.filter((each) => each !== userID) : [...left, userID])
  return (
    <div className="pg-group" role="group" aria-labelledby={id}>
      <p id={id} className="pg-home-title">
        Group call
      </p>
      <div className="pg-chips">
        {others.map((userID) => (
          <label key={userID} className="pg-chip">
            <input type="checkbox" checked={!left.includes(userID)} onChange={() => toggle(userID)} />
            {nameOf(userID)}
          </label>
        ))}
      </div>
      <div className="pg-row">
        <button type="button" className="pg-wide" disabled={chosen.length < 2} onClick={() => onCall(chosen, 'audio')}>
          <PhoneCall aria-hidden /> Audio
        </button>
        <button
          type="button"
          className="pg-primary pg-wide"
          disabled={chosen.length < 2}
          onClick={() => onCall(chosen, 'video')}
        >
          <Video aria-hidden /> Video
        </button>
      </div>
    </div>
  )
}

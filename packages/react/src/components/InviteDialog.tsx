'use client'
import * as Dialog from '@radix-ui/react-dialog'
import { X } from 'lucide-react'
import { forwardRef, useEffect, useId, useState } from 'react'
import type { ReactNode } from 'react'
import { ActionScope, useAction, useCall, useCallActions, useMember, useMembers } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Avatar } from '../ui/Avatar.tsx'
import { useContainer } from '../ui/container.ts'
import { cx } from '../ui/cx.ts'
import { DialogBackdrop } from '../ui/DialogBackdrop.tsx'
import { useNoticeRoom } from '../ui/noticeRoom.ts'
import { useReturnFocus } from '../ui/useReturnFocus.ts'
import { ActionError } from './ActionError.tsx'

/** Somebody who can be invited. */
export interface Person {
  userID: string
  name?: string | undefined
  avatarURL?: string | undefined
}

/** Whom one may invite: a list, or a search by what was typed (`''` at first). */
export type People = readonly Person[] | ((query: string) => Promise<readonly Person[]>)

export interface InviteDialogProps extends Omit<Dialog.DialogContentProps, 'children'> {
  open: boolean
  onOpenChange: (open: boolean) => void
  people: People
  /** Where it is put in the document. Default: that of the `CallKit` around it, else the end of the body. */
  container?: HTMLElement | null
}

/**
 * Chooses people to ring for the running call (contract §5). Those in it or ringing are left out; who comes in meanwhile keeps the
 * line, and cannot be picked any more. Says how many a call may have, and why no more can be picked.
 */
export const InviteDialog = /* @__PURE__ */ forwardRef<HTMLDivElement, InviteDialogProps>(function InviteDialog(
  { open, onOpenChange, people, container, style, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const noticeRoom = useNoticeRoom()
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal {...useContainer(container)}>
        <DialogBackdrop />
        <Dialog.Content
          {...language}
          aria-describedby={undefined}
          {...useReturnFocus()}
          {...props}
          ref={ref}
          style={{ ...noticeRoom, ...style }}
          className={cx('rk rk-card rk-dialog rk-invite', className)}
        >
          <div className="rk-dialog-head rk-invite-head">
            <Dialog.Title className="rk-dialog-title rk-invite-title">{messages.invitePeople}</Dialog.Title>
            <Dialog.Close className="rk-icon-button" aria-label={messages.close}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <ActionScope>
            <InviteForm people={people} onDone={() => onOpenChange(false)} />
          </ActionScope>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

function InviteForm({ people, onDone }: { people: People; onDone: () => void }): ReactNode {
  const messages = useMessages()
  const { invite } = useCallActions()
  const [query, setQuery] = useState('')
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [isRefused, setRefused] = useState(false)
  const { present, most, room } = useRoom()
  const candidates = useCandidates(people, query, present)
  // Whoever has come in meanwhile, rung by somebody else, is no pick any more.
  const picks = ticked.filter((userID) => !present.has(userID))
  const isFull = picks.length >= room
  const isOver = picks.length > room
  const send = useAction(async () => {
    await invite(picks)
    onDone()
  })
  const toggle = (userID: string): void => {
    if (present.has(userID)) return
    const isPicked = picks.includes(userID)
    setRefused(!isPicked && isFull)
    if (isPicked) setTicked(picks.filter((id) => id !== userID))
    else if (!isFull) setTicked([...picks, userID])
  }
  return (
    <form
      className="rk-invite-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (picks.length > 0 && !isOver && !send.isPending) send.run()
      }}
    >
      {typeof people === 'function' && (
        <input
          type="search"
          className="rk-field rk-invite-search"
          aria-label={messages.inviteSearch}
          placeholder={messages.inviteSearch}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {most !== undefined && (
        <p className="rk-quiet rk-invite-limit">
          {messages.ring.inCallOf(number(present.size, messages.locale), number(most, messages.locale))}
        </p>
      )}
      {candidates.length === 0 && <p className="rk-quiet rk-invite-empty">{messages.inviteNobody}</p>}
      <ul className="rk-list rk-invite-list" aria-label={messages.people}>
        {candidates.map((person) => (
          <Candidate
            key={person.userID}
            person={person}
            isTicked={picks.includes(person.userID)}
            isFull={isFull}
            isPresent={present.has(person.userID)}
            onToggle={toggle}
          />
        ))}
      </ul>
      <div role="status" className="rk-invite-refusal">
        {(isOver || (isRefused && isFull)) && (room > 0 ? messages.ring.roomFor(room) : messages.ring.callIsFull)}
      </div>
      <ActionError />
      <button
        type="submit"
        className="rk-button"
        disabled={picks.length === 0 || isOver}
        aria-disabled={send.isPending}
      >
        {messages.inviteSubmit}
      </button>
    </form>
  )
}

interface CandidateProps {
  person: Person
  isTicked: boolean
  /** No more can be picked: a press says why. */
  isFull: boolean
  /** Has come in since the choice began. */
  isPresent: boolean
  onToggle: (userID: string) => void
}

function Candidate({ person, isTicked, isFull, isPresent, onToggle }: CandidateProps): ReactNode {
  const id = useId()
  const { status } = useMessages()
  const member = useMember(person.userID)
  const name = person.name ?? person.userID
  return (
    <li className="rk-invite-person">
      <input
        type="checkbox"
        id={id}
        checked={isTicked}
        aria-disabled={isPresent || (isFull && !isTicked) || undefined}
        {...(isPresent && { 'aria-describedby': `${id}-status` })}
        onChange={() => onToggle(person.userID)}
      />
      <label htmlFor={id}>
        <Avatar userID={person.userID} name={name} src={person.avatarURL} />
        <bdi>{name}</bdi>
      </label>
      {isPresent && member && (
        <span id={`${id}-status`} className="rk-quiet rk-invite-status">
          {status[member.status]}
        </span>
      )}
    </li>
  )
}

const inCall = new Set<string>(['calling', 'ringing', 'connected'])

interface Room {
  /** Those in the call or ringing, myself included. */
  present: ReadonlySet<string>
  /** How many a call may have; undefined: no server has told. */
  most: number | undefined
  /** How many more it has room for. */
  room: number
}

function useRoom(): Room {
  const most = useCall((state) => state.maxMembers)
  const members = useMembers()
  const present = new Set(members.filter(({ status }) => inCall.has(status)).map(({ userID }) => userID))
  return { present, most, room: Math.max(0, (most ?? Infinity) - present.size) }
}

const number = (value: number, locale: string): string => new Intl.NumberFormat(locale).format(value)

/**
 * Those found, without those who were in the call or ringing when the choice began. Who comes in meanwhile stays, and who leaves
 * is added at the end: no line moves away under a finger.
 */
function useCandidates(people: People, query: string, present: ReadonlySet<string>): readonly Person[] {
  const self = useCall((state) => state.self?.userID)
  const found = useFound(people, query).filter(({ userID }) => userID !== self)
  const first = usePresentAtFirst(present)
  const isFree = ({ userID }: Person): boolean => !first.has(userID)
  const hasLeft = ({ userID }: Person): boolean => first.has(userID) && !present.has(userID)
  return [...found.filter(isFree), ...found.filter(hasLeft)]
}

function usePresentAtFirst(present: ReadonlySet<string>): ReadonlySet<string> {
  const callID = useCall((state) => state.call?.callID)
  const [first, setFirst] = useState({ callID, present })
  // Another call is another choice.
  if (first.callID !== callID) setFirst({ callID, present })
  return first.callID === callID ? first.present : present
}

function useFound(people: People, query: string): readonly Person[] {
  const [found, setFound] = useState<readonly Person[]>([])
  const search = useAction(async (wanted: string, isWanted: () => boolean) => {
    const next = typeof people === 'function' ? await people(wanted) : people
    if (isWanted()) setFound(next)
  })
  const { run } = search
  const isSearch = typeof people === 'function'
  useEffect(
    function find() {
      if (!isSearch) return undefined
      let isLatest = true
      run(query, () => isLatest)
      return () => {
        isLatest = false
      }
    },
    [isSearch, query, run],
  )
  return isSearch ? found : people
}

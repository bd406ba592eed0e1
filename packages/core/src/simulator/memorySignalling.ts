import type { Clock } from '../ports/clock.ts'
import type { Connection, ConnectionHandlers, Signalling } from '../ports/signalling.ts'
import { memberOf, type Call, type Profile } from '../protocol/call.ts'
import type { Author, ServerCommand } from '../protocol/commands.ts'
import { CallError } from '../protocol/errors.ts'
import type { Hello, Reply, Request } from '../protocol/messages.ts'
import { isRefusal, notFound, type Refusal } from '../protocol/refusal.ts'
import { snapshot } from '../protocol/snapshot.ts'
import { createCallService } from '../service/callService.ts'
import { memoryStore } from '../service/memoryStore.ts'
import { newsFor } from '../service/news.ts'
import { busyElsewhere } from './busyElsewhere.ts'
import { MemoryLinks, type Link } from './memoryLinks.ts'

export interface MemoryServiceOptions {
  /** Who can sign in: the token is the userID. */
  people: ReadonlyMap<string, Profile>
  ringSeconds: number
  graceMs: number
  maxMembers: number
  /** May a user be signed in at several devices, or does a later login displace the earlier ones? */
  sessions: 'multiple' | 'single'
  clock: Clock
  /** Unguessable text. */
  newID: () => string
  /** Somebody is called and is in a call outside the simulator. */
  isBusy: (userID: string) => boolean
  /** A call found this user's line busy. */
  onBusy: (userID: string) => void
}

const refused = ({ refused: code, message }: Refusal) => ({ ok: false, error: { code, message } }) as const

/**
 * The call service of a simulator: the real call model and store, reached in process. Messages are copied as a network would
 * (a snapshot is cut anew for each device), and arrive in a later microtask.
 */
export function createMemoryService(options: MemoryServiceOptions) {
  const { people, ringSeconds, graceMs, maxMembers, sessions, clock, newID, isBusy, onBusy } = options
  const store = memoryStore({ now: () => clock.now() })
  const links = new MemoryLinks()
  let timer: unknown
  let isEnded = false
  const service = createCallService({
    store: busyElsewhere(store, isBusy),
    maxMembers,
    ringSeconds,
    newID,
    profileOf: (userID) => people.get(userID) ?? {},
    onChange(previous, next) {
      deliver(previous, next)
      for (const { userID, status, version } of next.members) {
        if (status === 'busy' && version === next.version) onBusy(userID)
      }
      void arm()
    },
  })

  function deliver(previous: Call | undefined, next: Call): void {
    for (const link of links.all()) {
      const news = newsFor(previous, next, link.author, clock.now())
      if (news) queueMicrotask(() => link.isOpen && link.handlers.onSnapshot(news))
    }
  }

  async function arm(): Promise<void> {
    const due = await store.nextDue()
    clock.clearTimeout(timer)
    if (due === undefined || isEnded) return
    timer = clock.setTimeout(() => void service.fireDue().then(arm), Math.max(0, due - clock.now()))
  }

  const callOf = async (userID: string) => (await store.callsOf([userID])).get(userID)

  async function heldBy({ userID, deviceID }: Author): Promise<Call | undefined> {
    const call = await callOf(userID)
    return call && memberOf(call, userID)?.deviceID === deviceID ? call : undefined
  }

  /** The link of a device is gone without a word. */
  async function lose({ author, handlers }: Link): Promise<void> {
    handlers.onLost()
    const { userID, deviceID } = author
    const call = await heldBy(author)
    if (call) await service.apply(call.callID, { kind: 'lose', userID, deviceID, at: clock.now(), graceMs })
  }

  /** Policy `single`: every other device is out, and so is the call one of them held. */
  async function displaceOthers({ userID, deviceID }: Author): Promise<void> {
    for (const other of links.of(userID)) if (other.author.deviceID !== deviceID) links.kick(other, 'repeatLogin')
    const call = await callOf(userID)
    const member = call && memberOf(call, userID)
    if (call && member?.status !== 'ringing' && member?.deviceID !== deviceID) {
      await service.apply(call.callID, { kind: 'remove', userID })
    }
  }

  async function access({ userID, deviceID }: Author, callID: string): Promise<Reply<'access'>> {
    const call = await store.read(callID)
    const member = call && memberOf(call, userID)
    if (!call || !member) return refused(notFound)
    const isRinging = member.status === 'ringing'
    const isIn = (member.status === 'connected' || member.status === 'calling') && member.deviceID === deviceID
    if (!isIn && !isRinging)
      return { ok: false, error: { code: 'WRONG_STATE', message: 'You are not in this call on this device.' } }
    // Who is being rung for a group call gets nothing of it, not even early media (contract §6).
    const right = isRinging && call.kind === 'group' ? '|waiting' : ''
    return { ok: true, url: 'simulator', token: `${call.room}|${userID}|${deviceID}${right}` }
  }

  async function signOut(author: Author): Promise<void> {
    const call = await heldBy(author)
    if (call) await service.execute(author, newID(), { kind: 'hangup', callID: call.callID }, () => true)
  }

  async function answer(link: Link, request: Request): Promise<Reply> {
    const { author } = link
    switch (request.kind) {
      case 'command': {
        const call = await service.execute(author, request.id, request.command, () => link.isOpen)
        if (isRefusal(call)) return refused(call)
        const mine = snapshot(call, author.userID, author.deviceID, clock.now())
        return mine ? { ok: true, snapshot: mine } : refused(notFound)
      }
      case 'getCalls':
        return { ok: true, calls: await service.joinable(author.userID, request.groupID) }
      case 'access':
        return access(author, request.callID)
      case 'sync':
        return { ok: true, ...(await service.sync(author.userID, author.deviceID, request.known)) }
      case 'ping':
        return { ok: true }
      case 'checkRoom':
        return { ok: true, url: 'simulator', token: `check-${newID()}|${author.userID}|${author.deviceID}` }
      case 'logout':
        await signOut(author)
        return { ok: true }
    }
  }

  function linkOf({ token: userID, deviceID, hasRoom }: Hello, handlers: ConnectionHandlers): Link {
    const profile = people.get(userID)
    if (!profile) throw new CallError('NOT_ALLOWED', `Nobody called "${userID}" lives in this simulator.`)
    if (links.isCut({ userID, deviceID })) throw new CallError('SIGNALLING_FAILED')
    return { author: { userID, deviceID, profile, hasRoom }, handlers, isOpen: true }
  }

  async function connect(hello: Hello, handlers: ConnectionHandlers): Promise<Connection> {
    const link = linkOf(hello, handlers)
    const { author } = link
    const { userID, deviceID, profile } = author
    if (hello.isLogin) links.admit(author, sessions === 'single')
    const reason = links.whyNot(author)
    if (reason) {
      handlers.onKicked(reason)
      throw new CallError('NOT_ALLOWED', 'This session was ended by the server. Sign in again.')
    }
    if (hello.isLogin && sessions === 'single') await displaceOthers(author)
    const call = await heldBy(author)
    if (call) await service.apply(call.callID, { kind: 'resume', userID, deviceID })
    links.add(link)
    const sync = await service.sync(userID, deviceID, hello.known)
    const welcome = structuredClone({ self: { userID, ...profile }, maxMembers, ...sync })
    return {
      welcome,
      async request<K extends Request['kind']>(request: Extract<Request, { kind: K }>) {
        if (!link.isOpen) throw new CallError('SIGNALLING_FAILED')
        const reply = structuredClone(await answer(link, structuredClone(request)))
        if (!link.isOpen) throw new CallError('SIGNALLING_FAILED')
        // `answer` replies to each kind in its own form; the switch above is the proof, which generics cannot carry.
        return reply as Reply<K>
      },
      close: () => void links.close(link),
    }
  }

  return {
    signalling: (): Signalling => ({ connect }),
    /** Cuts somebody's devices, or one of them, off the call service until `restore`. */
    async cut(userID: string, deviceID?: string): Promise<void> {
      await Promise.all(links.cut(userID, deviceID).map(lose))
    },
    restore: (userID: string, deviceID?: string) => links.restore(userID, deviceID),
    /** What the server does when an app ends a call or removes somebody. */
    apply: (callID: string, command: ServerCommand) => service.apply(callID, command),
    /** Ends every login of a user, and the user's part in a call. */
    async kick(userID: string): Promise<void> {
      links.bar(userID)
      for (const link of links.of(userID)) links.kick(link, 'removed')
      const call = await callOf(userID)
      if (call) await service.apply(call.callID, { kind: 'remove', userID })
    },
    destroy(): void {
      isEnded = true
      clock.clearTimeout(timer)
      for (const link of links.all()) links.close(link)
    },
  }
}

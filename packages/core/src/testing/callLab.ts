import {
  activeUserIDs,
  diff,
  isRefusal,
  isStale,
  nextDue,
  place,
  placed,
  serverTransition,
  transition,
  type Author,
  type Call,
  type CallEventOf,
  type Command,
  type Refusal,
  type ServerCommand,
  type Snapshot,
  type World,
} from '../protocol.ts'
import { newsFor } from '../service/news.ts'
import { snapshot } from '../protocol/snapshot.ts'

/** One device as the pure model sees it: what it was sent becomes events. */
export interface LabDevice {
  userID: string
  deviceID: string
  held: Snapshot | undefined
  log: CallEventOf[]
  /** Every snapshot sent to it, in order. */
  sent: Snapshot[]
  /** The events of this device by name, in order. */
  names(): string[]
  take(next: Snapshot, isPlacing?: boolean): void
}

export function labDevice(userID: string, deviceID: string): LabDevice {
  const ended = new Set<string>()
  return {
    userID,
    deviceID,
    held: undefined,
    log: [],
    sent: [],
    names() {
      return this.log.map(({ event }) => event)
    },
    take(next, isPlacing = false) {
      const leg = `${next.callID} ${next.me.leg}`
      const isOver = next.me.status === 'over'
      const isHeld = this.held?.callID === next.callID
      if (isHeld && this.held && isStale(this.held, next)) return
      if (!isHeld && (ended.has(leg) || (isOver && !isPlacing))) return
      const previous = isHeld ? this.held : isPlacing && next.me.role === 'inviter' ? placed(next) : undefined
      this.log.push(...diff(previous, next, userID))
      if (isOver) ended.add(leg)
      this.held = isOver ? undefined : next
    },
  }
}

/** The call model without I/O: people, their devices, a clock one turns by hand. */
export function createLab(options: { maxMembers?: number } = {}) {
  const calls = new Map<string, Call>()
  const devices: LabDevice[] = []
  let now = 1_000_000
  let made = 0

  const world: World = {
    callOf: (userID) => [...calls.values()].find((call) => activeUserIDs(call).includes(userID)),
    profileOf: (userID) => ({ name: userID.toUpperCase() }),
    maxMembers: options.maxMembers ?? 100,
    ringSeconds: 30,
  }

  function device(userID: string, deviceID = `${userID}1`): LabDevice {
    const known = devices.find((other) => other.userID === userID && other.deviceID === deviceID)
    if (known) return known
    const added = labDevice(userID, deviceID)
    devices.push(added)
    return added
  }

  function commit(previous: Call | undefined, next: Call, author?: Author): void {
    if (next === previous) return
    calls.set(next.callID, next)
    for (const one of devices) {
      const isPlacing = author?.deviceID === one.deviceID && previous === undefined
      const news = isPlacing ? snapshot(next, one.userID, one.deviceID, now) : newsFor(previous, next, one, now)
      if (!news) continue
      one.sent.push(news)
      one.take(news, isPlacing)
    }
  }

  return {
    calls,
    devices,
    device,
    get now() {
      return now
    },
    author: (userID: string, deviceID = `${userID}1`): Author => ({ userID, deviceID, profile: {}, hasRoom: false }),
    /** A command of one device; `callID` may be left to the lab: the call the user is in, else the newest. */
    do(userID: string, command: Command, deviceID = `${userID}1`): Call | Refusal {
      const author = this.author(userID, deviceID)
      device(userID, deviceID)
      const previous = command.kind === 'call' ? undefined : calls.get(command.callID)
      if (command.kind === 'call') {
        for (const invitee of command.userIDList) device(invitee)
        made += 1
        const ids = { callID: `call${made}`, epoch: `epoch${made}`, room: `room${made}` }
        const next = place(command, author, now, world, ids)
        if (!isRefusal(next)) commit(calls.get(next.callID), next, author)
        return next
      }
      if (!previous) throw new Error(`no ${command.callID}`)
      if (command.kind === 'invite') for (const invitee of command.userIDList) device(invitee)
      const next = transition(previous, command, author, now, world)
      if (!isRefusal(next)) commit(previous, next)
      return next
    },
    server(callID: string, command: ServerCommand): void {
      const previous = calls.get(callID)
      if (previous) commit(previous, serverTransition(previous, command, now))
    },
    /** Lets time pass; what falls due takes effect at its time. */
    pass(ms: number): void {
      const until = now + ms
      for (;;) {
        const [next] = [...calls.values()]
          .flatMap((call) => ({ call, at: nextDue(call) ?? Infinity }))
          .toSorted((a, b) => a.at - b.at)
        if (!next || next.at > until) break
        now = Math.max(now, next.at)
        this.server(next.call.callID, { kind: 'due' })
      }
      now = until
    },
  }
}

export type Lab = ReturnType<typeof createLab>

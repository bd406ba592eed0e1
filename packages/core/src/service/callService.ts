import { isOver, memberOf, type Call, type Profile } from '../protocol/call.ts'
import type { Author, Command, CommandOf, ServerCommand } from '../protocol/commands.ts'
import { isConnected } from '../protocol/call.ts'
import type { CallSummary, Known, Sync } from '../protocol/messages.ts'
import { place, type NewCall, type World } from '../protocol/placing.ts'
import { isRefusal, notFound, refusal, type Refusal } from '../protocol/refusal.ts'
import { snapshot } from '../protocol/snapshot.ts'
import { serverTransition, transition } from '../protocol/transition.ts'
import type { CallStore, CommandResult } from './callStore.ts'

/** What `authorize` is asked. */
export interface Action {
  kind: 'call' | 'invite' | 'join'
  by: string
  userIDList: string[]
  groupID?: string
  callID?: string
  /** Was `by` ever invited to, or in, this call? */
  wasInvited: boolean
}

/** What a call service works with: a store, the rules of the app, and where to deliver to. */
export interface CallServiceOptions {
  store: CallStore
  /** Default: call and invite are allowed, join only for those who were invited (contract §4). */
  authorize?: (action: Action) => boolean | Promise<boolean>
  maxMembers: number
  /** Ring time when a command names none, seconds. */
  ringSeconds: number
  /** Unguessable text: of a call, an epoch, a room. */
  newID: () => string
  profileOf: (userID: string) => Profile
  /** After each committed change, in the order of versions as far as this node made them. Must not throw. */
  onChange: (previous: Call | undefined, next: Call) => void
}

/** A command lost to another one this often is given up. */
const MAX_TRIES = 50

const allowInvited = ({ kind, wasInvited }: Action) => kind !== 'join' || wasInvited

/** The call service: read, decide by the pure model, commit, deliver; a lost commit reads again. */
export function createCallService(options: CallServiceOptions) {
  const { store, onChange, newID } = options
  const authorize = options.authorize ?? allowInvited

  async function worldFor(userIDs: readonly string[]): Promise<World> {
    // Who only accepts or leaves asks nothing of other calls.
    const calls = userIDs.length > 0 ? await store.callsOf(userIDs) : new Map<string, Call>()
    const { maxMembers, ringSeconds, profileOf } = options
    return { callOf: (userID) => calls.get(userID), profileOf, maxMembers, ringSeconds }
  }

  /** Reads and decides until the decision could be committed. */
  async function decide(
    read: () => Promise<Call | undefined>,
    decideOn: (call: Call | undefined, now: number) => Promise<{ previous: Call | undefined; next: Call } | Refusal>,
    result?: Omit<CommandResult, 'callID'>,
  ): Promise<Call | Refusal> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const call = await read()
      const decision = await decideOn(call, await store.now())
      if (isRefusal(decision)) return decision
      const { previous, next } = decision
      if (next === previous && !result) return next
      const isCommitted = await store.commit({
        previous,
        next,
        ...(result && { result: { ...result, callID: next.callID } }),
      })
      if (isCommitted) {
        if (next !== previous) onChange(previous, next)
        return next
      }
      // The same command came in twice at once, and the other one was quicker: no try of this one can succeed any more.
      if (result && (await store.result(result.userID, result.commandID))) break
    }
    return refusal('INTERNAL', 'The call changes too fast. Try again.')
  }

  /** What a command with this id led to already. */
  async function repeated(userID: string, id: string, fingerprint: string): Promise<Call | Refusal | undefined> {
    const before = await store.result(userID, id)
    if (!before) return undefined
    if (before.fingerprint !== fingerprint) return refusal('BAD_PARAMETER', 'id was used for another command already.')
    return (await store.read(before.callID)) ?? notFound
  }

  function placeCall(
    by: Author,
    command: CommandOf<'call'>,
    result: Omit<CommandResult, 'callID'>,
  ): Promise<Call | Refusal> {
    const made: NewCall = { callID: newID(), epoch: newID(), room: newID() }
    return decide(
      async () => undefined,
      async (_call, now) => {
        const world = await worldFor([by.userID, ...command.userIDList])
        const next = place(command, by, now, world, made)
        if (isRefusal(next)) return next
        // In glare the call placed is the other's, one version on.
        return { previous: next.callID === made.callID ? undefined : world.callOf(by.userID), next }
      },
      result,
    )
  }

  function changeCall(
    by: Author,
    command: Exclude<Command, { kind: 'call' }>,
    result: Omit<CommandResult, 'callID'>,
  ): Promise<Call | Refusal> {
    const asked = command.kind === 'invite' ? command.userIDList : command.kind === 'join' ? [by.userID] : []
    return decide(
      () => store.read(command.callID),
      async (call, now) => {
        if (!call) return notFound
        const next = transition(call, command, by, now, await worldFor(asked))
        return isRefusal(next) ? next : { previous: call, next }
      },
      result,
    )
  }

  /** Asks the app. Who is no member of a call gets NOT_FOUND, whatever the app would say. */
  async function permit(by: Author, command: Command): Promise<Refusal | undefined> {
    if (command.kind !== 'call' && command.kind !== 'invite' && command.kind !== 'join') return undefined
    const call = command.kind === 'call' ? undefined : await store.read(command.callID)
    const wasInvited = call !== undefined && memberOf(call, by.userID) !== undefined
    if (command.kind === 'invite' && !wasInvited) return notFound
    if (command.kind === 'join' && !call) return notFound
    const groupID = command.kind === 'call' ? command.groupID : call?.groupID
    const action: Action = {
      kind: command.kind,
      by: by.userID,
      userIDList: command.kind === 'join' ? [] : [...command.userIDList],
      ...(groupID !== undefined && { groupID }),
      ...(call && { callID: call.callID }),
      wasInvited,
    }
    if (await authorize(action)) return undefined
    return command.kind === 'join'
      ? notFound
      : refusal('NOT_ALLOWED', `You are not allowed to ${command.kind} these people.`)
  }

  return {
    /**
     * Carries a command out, once per id. `isLive` is asked again after `authorize`, which may take its time: who has gone
     * meanwhile rings nobody.
     */
    async execute(by: Author, id: string, command: Command, isLive: () => boolean): Promise<Call | Refusal> {
      const fingerprint = JSON.stringify(command)
      const before = await repeated(by.userID, id, fingerprint)
      if (before) return before
      const refused = await permit(by, command)
      if (refused) return refused
      if (!isLive()) return refusal('NOT_LOGGED_IN', 'You signed out before this could be done.')
      const result = { userID: by.userID, commandID: id, fingerprint }
      const done = await (command.kind === 'call' ? placeCall(by, command, result) : changeCall(by, command, result))
      // The same command may have come in twice at once: the one that lost gets the winner's answer.
      return isRefusal(done) ? ((await repeated(by.userID, id, fingerprint)) ?? done) : done
    },

    /** Something the server itself asks of a call; undefined when there is no such call. */
    async apply(callID: string, command: ServerCommand): Promise<Call | undefined> {
      const next = await decide(
        () => store.read(callID),
        async (call, now) => (call ? { previous: call, next: serverTransition(call, command, now) } : notFound),
      )
      return isRefusal(next) ? undefined : next
    },

    /** Lets everything that is due take effect, in the order of its times. */
    async fireDue(): Promise<void> {
      const now = await store.now()
      for (const callID of await store.due(now)) {
        let version: number | undefined
        for (;;) {
          const next = await this.apply(callID, { kind: 'due' })
          if (!next || next.version === version) break
          version = next.version
        }
      }
    },

    /** What a device must know: the call it rings for or holds, and how the one it knows of stands. */
    async sync(userID: string, deviceID: string, known?: Known): Promise<Sync> {
      const now = await store.now()
      const active = (await store.callsOf([userID])).get(userID)
      const cut = active && snapshot(active, userID, deviceID, now)
      const current = cut && cut.me.status !== 'over' ? cut : undefined
      if (!known || known.callID === current?.callID) return current ? { current } : {}
      const old = await store.read(known.callID)
      const oldCut = old && old.epoch === known.epoch ? snapshot(old, userID, deviceID, now) : undefined
      return { ...(current && { current }), known: oldCut ?? null }
    },

    /** Calls somebody is in and this user may join (contract, `getCalls`). */
    async joinable(userID: string, groupID?: string): Promise<CallSummary[]> {
      const calls = groupID === undefined ? await store.callsWith(userID) : await store.callsOfGroup(groupID)
      const summaries: CallSummary[] = []
      for (const call of calls) {
        const inIt = call.members.filter(isConnected).map((member) => member.userID)
        if (isOver(call) || call.kind !== 'group' || inIt.length === 0 || inIt.includes(userID)) continue
        const wasInvited = memberOf(call, userID) !== undefined
        const action: Action = {
          kind: 'join',
          by: userID,
          userIDList: [],
          callID: call.callID,
          wasInvited,
          ...(call.groupID !== undefined && { groupID: call.groupID }),
        }
        if (!(await authorize(action))) continue
        const { callID, type, inviter, startedAt } = call
        summaries.push({
          callID,
          type,
          ...(call.groupID !== undefined && { groupID: call.groupID }),
          inviter,
          userIDList: inIt,
          startedAt,
        })
      }
      return summaries
    },
  }
}

/** Made by `createCallService`. */
export type CallService = ReturnType<typeof createCallService>

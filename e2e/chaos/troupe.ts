import { CallError, createCallEngine, noMedia, type CallEngine } from '@ringkit/core'
import { onTestFinished } from 'vitest'
import { chance, seedOf } from '../../packages/core/src/simulator/chance.ts'
import type { TCPProxy } from '../tcpProxy.ts'
import { createJournal, type Journal } from './journal.ts'
import type { Chaos } from './nodes.ts'
import { nameOf, SECOND, USERS, type Deed, type Schedule, type Where } from './schedule.ts'
import { unrulySignalling } from './unrulySignalling.ts'

/** A device of one of the people, on a real engine behind a wire of its own. */
export interface Player {
  where: Where
  userID: string
  deviceID: string
  wire: TCPProxy
  journal: Journal
  /** Another one after a reload. */
  engine: CallEngine
  /** What this engine tells is written down no more. */
  ignore: () => void
}

/** The people of one schedule. */
export interface Troupe {
  schedule: Schedule
  players: Player[]
  /** How long each command took that was answered, ms. */
  took: { ms: number; what: string }[]
  /** Does what a step says; resolves when that is answered, rejects when something came of it that must not. */
  act(who: Where, deed: Deed): Promise<void>
  /** Every wire is whole and every user signed in. */
  heal(): Promise<void>
}

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const unruliness = { delayMs: 300, times: 3, repeats: 0.5 }
const tidiness = { delayMs: 0, times: 1, repeats: 0.1 }

/** Signs the people of a schedule in at the nodes. Their names begin with `prefix`. */
export async function gather(chaos: Chaos, schedule: Schedule, prefix: string, since: number): Promise<Troupe> {
  const userIDOf = (user: number) => `${prefix}${String.fromCodePoint(97 + user)}`
  let lastGroupCall: string | undefined

  function start(player: Omit<Player, 'engine' | 'ignore'>): Pick<Player, 'engine' | 'ignore'> {
    const { deviceID, userID, wire, journal } = player
    const next = chance(seedOf(deviceID, schedule.seed))
    const signalling = unrulySignalling(next, schedule.isUnruly ? unruliness : tidiness)
    const engine = createCallEngine({ url: wire.url, token: userID, deviceID, media: noMedia(), signalling })
    const ignore = journal.follow(engine)
    engine.store.subscribe(({ call }) => {
      if (call?.kind === 'group') lastGroupCall = call.callID
    })
    return { engine, ignore }
  }

  /** With patience: a busy machine is no failure. */
  async function signIn({ engine }: Pick<Player, 'engine'>, tries = 3): Promise<void> {
    if (engine.store.getState().status !== 'loggedOut') return
    try {
      await engine.login()
    } catch (error) {
      if (tries === 1) throw error
      await signIn({ engine }, tries - 1)
    }
  }

  async function player(where: Where): Promise<Player> {
    const userID = userIDOf(where.user)
    const wire = await chaos.wire((where.user + where.device) % 2)
    const base = { where, userID, deviceID: `${prefix}${nameOf(where)}`, wire, journal: createJournal(since) }
    const made: Player = { ...base, ...start(base) }
    onTestFinished(() => made.engine.destroy())
    await signIn(made)
    return made
  }

  const places: Where[] = Array.from({ length: USERS }, (_none, user) => ({ user, device: 0 }))
  // The second device comes later: with the policy `single` it displaces the first one.
  const players = [...(await Promise.all(places.map(player))), await player(SECOND)]

  const callIDs = (users: number[]) => users.map(userIDOf)

  async function logout(one: Player, forMs: number): Promise<void> {
    const { engine, journal } = one
    journal.note({ kind: 'leaves', callID: engine.store.getState().call?.callID })
    const done = engine.logout()
    // Events that wait for the end of a task of before are told first.
    await after(0)
    journal.note({ kind: 'out' })
    await done
    await after(forMs)
    await signIn(one)
  }

  async function reload(one: Player): Promise<void> {
    one.wire.cut()
    // What a page tells that goes is heard by nobody.
    one.ignore()
    one.engine.destroy()
    one.journal.note({ kind: 'reloaded' })
    one.wire.mend()
    Object.assign(one, start(one))
    await signIn(one)
  }

  async function disturb({ wire }: Player, how: 'cut' | 'freeze' | 'strand', forMs: number): Promise<void> {
    wire[how]()
    await after(forMs)
    wire.mend()
  }

  async function command(one: Player, deed: Deed): Promise<void> {
    const { engine, journal } = one
    if (deed.does === 'call') {
      const { users, isGroup, type, timeout } = deed
      const group = isGroup ? { groupID: prefix } : {}
      const { callID } = await engine.call({ userIDList: callIDs(users), type, timeout, ...group })
      journal.note({ kind: 'placed', callID })
    } else if (deed.does === 'join') {
      if (lastGroupCall === undefined) return
      const callID = lastGroupCall
      await engine.join({ callID })
      journal.note({ kind: 'placed', callID })
    } else if (deed.does === 'hangup') {
      journal.note({ kind: 'leaves', callID: engine.store.getState().call?.callID })
      await engine.hangup()
    } else if (deed.does === 'invite') await engine.invite(callIDs(deed.users), { timeout: deed.timeout })
    else if (deed.does === 'switch') await engine.switchCallType(deed.type)
    else if (deed.does === 'accept') await engine.accept()
    else if (deed.does === 'reject') await engine.reject()
  }

  const took: Troupe['took'] = []

  return {
    schedule,
    players,
    took,
    async act(who, deed) {
      const one = players.find(({ where }) => where.user === who.user && where.device === who.device)
      if (!one) throw new Error(`nobody is ${nameOf(who)}`)
      try {
        if (deed.does === 'logout') await logout(one, deed.forMs)
        else if (deed.does === 'reload') await reload(one)
        else if (deed.does === 'cut' || deed.does === 'freeze' || deed.does === 'strand')
          await disturb(one, deed.does, deed.forMs)
        else {
          const from = performance.now()
          await command(one, deed)
          took.push({ ms: Math.round(performance.now() - from), what: `${prefix}${nameOf(who)} ${deed.does}` })
        }
      } catch (error) {
        // What is not possible just now is refused. That a login fails is mended at the end.
        if (!(error instanceof CallError) || error.code === 'INTERNAL')
          throw new Error(`${deed.does} of ${nameOf(who)}: ${String(error)}`, { cause: error })
      }
    },
    async heal() {
      for (const { wire } of players) wire.mend()
      // With the policy `single` the first device displaces the second one.
      for (const one of players) if (one.where.device === 0) await signIn(one)
    },
  }
}

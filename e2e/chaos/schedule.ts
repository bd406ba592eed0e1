import { chance, type Chance } from '../../packages/core/src/simulator/chance.ts'

/** One of a schedule's people, and which of their devices. */
export interface Where {
  user: number
  device: number
}

/** What is done at a moment; whether it is possible then is the engine's to say. */
export type Deed =
  | { does: 'call'; users: number[]; type: 'audio' | 'video'; timeout: number; isGroup: boolean }
  | { does: 'accept' | 'reject' | 'hangup' | 'join' | 'reload' }
  | { does: 'invite'; users: number[]; timeout: number }
  | { does: 'switch'; type: 'audio' | 'video' }
  | { does: 'logout' | 'cut' | 'freeze' | 'strand'; forMs: number }

export interface Step {
  atMs: number
  who: Where
  deed: Deed
}

/** What happens to the parts that all have in common. */
export interface Blow {
  atMs: number
  what: 'kill' | 'pause' | 'disconnect' | 'flush'
  node: number
  forMs: number
  /** How wrong the clock of a node is that starts again. */
  skewMs: number
}

export interface Schedule {
  seed: number
  /** Do its messages come late, repeated and out of order? */
  isUnruly: boolean
  steps: Step[]
}

export const USERS = 4
/** Who has a second device. */
export const SECOND: Where = { user: 1, device: 1 }
/** The longest that people act, ms. */
const LENGTH_MS = 2800

function dice(next: Chance) {
  const upTo = (most: number) => Math.floor(next() * most)
  const oneOf = <T>(...choices: readonly [T, ...T[]]): T => choices[upTo(choices.length)] ?? choices[0]
  const others = (user: number) => {
    const rest = Array.from({ length: USERS }, (_none, index) => index).filter((each) => each !== user)
    const count = oneOf(1, 1, 1, 2, 3)
    while (rest.length > count) rest.splice(upTo(rest.length), 1)
    return rest
  }
  const anybody = (): Where => (next() < 0.2 ? SECOND : { user: upTo(USERS), device: 0 })
  return { upTo, oneOf, others, anybody, happens: (share: number) => next() < share }
}

type Dice = ReturnType<typeof dice>

function call({ oneOf, others, happens }: Dice, user: number): Deed {
  const type = oneOf('audio', 'video')
  return { does: 'call', users: others(user), type, timeout: oneOf(1, 1, 2, 3), isGroup: happens(0.3) }
}

/** What those may do who are called, those who call, and anybody else, once a call has been placed. */
function answer(dice: Dice, who: Where): Deed {
  const { oneOf, others } = dice
  const does = oneOf('accept', 'accept', 'accept', 'reject', 'hangup', 'hangup', 'invite', 'join', 'switch', 'call')
  if (does === 'call') return call(dice, who.user)
  if (does === 'invite') return { does, users: others(who.user), timeout: oneOf(1, 2) }
  if (does === 'switch') return { does, type: oneOf('audio', 'video') }
  return { does }
}

function trouble({ oneOf, upTo }: Dice): Deed {
  const does = oneOf('cut', 'cut', 'freeze', 'strand', 'logout', 'reload')
  if (does === 'reload') return { does }
  return { does, forMs: does === 'cut' && upTo(6) === 0 ? 5500 : 50 + upTo(900) }
}

/** Calls, each with answers after it, many of them at one moment, and trouble in between. The same seed gives the same. */
export function scheduleOf(seed: number): Schedule {
  const chances = dice(chance(seed))
  const { upTo, anybody, happens, oneOf } = chances
  const steps: Step[] = []
  const add = (atMs: number, who: Where, deed: Deed) => steps.push({ atMs: Math.round(atMs), who, deed })
  for (let at = upTo(100); at < LENGTH_MS - 600; at += 300 + upTo(500)) {
    const caller = anybody()
    const placed = call(chances, caller.user)
    add(at, caller, placed)
    // Two who call at once: each other, or whomever.
    if (happens(0.3)) {
      const second = anybody()
      add(at + oneOf(0, 1, 5), second, call(chances, second.user))
    }
    for (let moment = at + oneOf(20, 60, 120, 250); moment < at + 600 && happens(0.8); moment += 40 + upTo(300)) {
      // At the same moment, in whichever order.
      for (let count = oneOf(1, 2, 2, 3); count > 0; count -= 1) {
        const who = happens(0.3) ? caller : anybody()
        add(moment + oneOf(0, 0, 1, 2, 5), who, answer(chances, who))
      }
    }
  }
  for (let count = upTo(4); count > 0; count -= 1) add(upTo(LENGTH_MS), anybody(), trouble(chances))
  return { seed, isUnruly: happens(0.4), steps: steps.toSorted((one, other) => one.atMs - other.atMs) }
}

/** What happens meanwhile to the nodes and to Redis. */
export function blowsOf(seed: number): Blow[] {
  const { upTo, oneOf } = dice(chance(seed ^ 0x5eed))
  const count = oneOf(0, 1, 1, 2)
  return Array.from({ length: count }, () => ({
    atMs: upTo(LENGTH_MS),
    what: oneOf('kill', 'kill', 'pause', 'disconnect', 'flush'),
    node: upTo(2),
    forMs: 200 + upTo(1500),
    skewMs: upTo(120_000) - 60_000,
  }))
}

export const nameOf = ({ user, device }: Where) => `${String.fromCodePoint(97 + user)}${device + 1}`

/** As it can be read in the output of a test. */
export function described({ seed, isUnruly, steps }: Schedule): string {
  const lines = steps.map(({ atMs, who, deed }) => `  ${atMs} ms ${nameOf(who)} ${JSON.stringify(deed)}`)
  return [`seed ${seed}${isUnruly ? ', messages late and out of order' : ''}`, ...lines].join('\n')
}

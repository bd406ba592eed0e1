import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLab } from '../testing/callLab.ts'
import { loggedOut } from './callState.ts'
import { noFacts } from './mediaFacts.ts'
import { toCallState, type Inputs } from './toCallState.ts'
import { withFact } from './withFact.ts'

/** Whom Carol calls; Ann's device is the one that is looked at. */
const people = ['ann', 'bob', 'dave', '__proto__', '7'] as const
const person = fc.constantFrom('carol', ...people)
const callID = 'call1'

type Step =
  | { do: 'accept' | 'enter' | 'reject' | 'hangup' | 'join' | 'invite'; who: string }
  | { do: 'track' | 'quality'; who: string; isGood: boolean }
  | { do: 'self'; who: string }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc
        .constantFrom('accept', 'accept', 'enter', 'reject', 'hangup', 'join', 'invite')
        .map((kind) => kind as 'accept'),
      who: person,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('track', 'quality').map((kind) => kind as 'track'),
      who: person,
      isGood: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('self' as const), who: person }) },
)

const nothing: Inputs = {
  login: 'ready',
  reconnecting: loggedOut.reconnecting,
  self: { userID: 'ann' },
  snapshot: undefined,
  clockOffset: 0,
  media: noFacts,
  asked: {},
  effects: loggedOut.effects,
  maxMembers: undefined,
  error: undefined,
}

function take(inputs: Inputs, one: Step, lab: ReturnType<typeof createLab>): Inputs {
  const { media } = inputs
  if (one.do === 'self') return { ...inputs, self: { userID: one.who } }
  if (one.do === 'track') {
    const fact = { kind: 'remoteTrack', userID: one.who, source: 'camera', isAvailable: one.isGood } as const
    return { ...inputs, media: withFact(media, fact, 'ann') }
  }
  if (one.do === 'quality') {
    const quality = one.isGood ? 'good' : 'poor'
    return { ...inputs, media: withFact(media, { kind: 'quality', userID: one.who, quality }, 'ann') }
  }
  if (one.do === 'invite') lab.do('carol', { kind: 'invite', callID, userIDList: [one.who] })
  else lab.do(one.who, { kind: one.do, callID })
  // As it comes off the wire: no part of it is the one that was there before.
  return { ...inputs, snapshot: structuredClone(lab.device('ann').held) }
}

test('a state made from the one before says what one made from nothing says, and who says the same is the same', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60 }), (steps) => {
      const lab = createLab()
      lab.do('carol', { kind: 'call', userIDList: [...people], type: 'video' })
      let before: Inputs = { ...nothing, snapshot: lab.device('ann').held }
      let state = toCallState(loggedOut, before, nothing)
      for (const one of steps) {
        const inputs = take(before, one, lab)
        const next = toCallState(state, inputs, before)
        expect(next).toEqual(toCallState(loggedOut, inputs, nothing))
        for (const userID of next.memberIDs) {
          const [known, now] = [state.members[userID], next.members[userID]]
          if (JSON.stringify(known) === JSON.stringify(now)) expect(now).toBe(known)
        }
        ;[before, state] = [inputs, next]
      }
    }),
  )
})

import type { Call, CallMember } from '@ringkit/core/protocol'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { identityOf } from './identity.ts'
import { createReconciler } from './reconciler.ts'
import type { RoomView } from './reconcile.ts'

const member = (userID: string): CallMember => ({
  userID,
  profile: {},
  status: 'connected',
  leg: 1,
  entrance: 'ring',
  invitedBy: 'a',
  version: 1,
  deviceID: `${userID}1`,
  isEntered: false,
  hasRoom: true,
  connectedAt: 0,
})
const call: Call = {
  callID: 'c',
  epoch: 'e',
  version: 1,
  room: 'r',
  type: 'video',
  kind: 'group',
  inviter: 'a',
  startedAt: 0,
  members: [member('a'), member('b'), member('d')],
}
const id = (userID: string) => identityOf('c', userID, `${userID}1`)

function setup() {
  const done: string[] = []
  /** Looks under way: what LiveKit will say is the test's to tell. */
  const answers: ((view: RoomView) => void)[] = []
  const reconciler = createReconciler({
    rooms: {
      participants: () => new Promise((resolve) => answers.push(resolve)),
      evict: async (_call, identity) => void done.push(`evict ${identity}`),
      permit: async () => undefined,
      remove: async () => void done.push('remove'),
    },
    service: {
      apply: async (_callID, command) => {
        done.push(`${command.kind} ${'userID' in command ? command.userID : ''}`)
        return call
      },
    },
    store: { read: async (callID) => (callID === 'c' ? call : undefined) },
    log: pino({ level: 'silent' }),
  })
  /** Everything that needs no answer of LiveKit has happened. */
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { done, answers, reconciler, settled }
}

test('looks asked for while one is under way are one, and nobody’s leaving is forgotten', async () => {
  const { done, answers, reconciler, settled } = setup()
  const first = reconciler.look('c', 'rk_c_r')
  await settled()
  const others = [id('a'), id('b')].map((left) => reconciler.look('c', 'rk_c_r', { left }))
  await settled()
  expect(answers).toHaveLength(1)
  answers[0]?.([])
  await first
  await settled()
  expect(answers).toHaveLength(2)
  answers[1]?.([])
  await Promise.all(others)
  expect(done).toEqual(['loseMedia a', 'loseMedia b'])
})

test('A6: a stranger that comes in is put out before any look; a member that comes in is not', async () => {
  const { done, answers, reconciler, settled } = setup()
  void reconciler.look('c', 'rk_c_r', { joined: 'x:mallory' })
  void reconciler.look('c', 'rk_c_r', { joined: id('a') })
  await settled()
  expect(answers).toHaveLength(1)
  expect(done).toEqual(['evict x:mallory'])
})

test('a room of another name, and one of a call nobody knows, are not ours', async () => {
  const { done, answers, reconciler, settled } = setup()
  const looks = [
    reconciler.look('c', 'rk_c_other', { joined: 'x:mallory' }),
    reconciler.look('z', 'rk_z_r', { joined: 'x:mallory' }),
  ]
  await settled()
  for (const answer of answers) answer([])
  await Promise.all(looks)
  expect(done).toEqual([])
})

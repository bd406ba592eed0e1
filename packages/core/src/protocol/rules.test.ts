import { describe, expect, test } from 'vitest'
import { newsFor } from '../service/news.ts'
import { createLab, type Lab } from '../testing/callLab.ts'
import { diff } from './diff.ts'
import { isRefusal } from './refusal.ts'
import { snapshot } from './snapshot.ts'
import { serverTransition } from './transition.ts'

const video = { type: 'video' } as const

/** a calls the others; returns the call's id. */
function ring(lab: Lab, userIDList: string[], more: { groupID?: string; timeout?: number } = {}, by = 'a'): string {
  const call = lab.do(by, { kind: 'call', userIDList, ...video, ...more })
  if (isRefusal(call)) throw new Error(call.message)
  return call.callID
}

function connect(lab: Lab, userIDList: string[], more: { groupID?: string } = {}): string {
  const callID = ring(lab, userIDList, more)
  for (const userID of userIDList) lab.do(userID, { kind: 'accept', callID })
  for (const userID of ['a', ...userIDList]) lab.do(userID, { kind: 'enter', callID })
  for (const device of lab.devices) device.log.length = 0
  return callID
}

const told = (lab: Lab, userID: string, deviceID?: string) =>
  lab.device(userID, deviceID).log.map(({ event, payload }) => [event, payload])

const list = (userIDList: string[], ringingIDList: string[] = []) => [
  'GROUP_CALL_INVITEE_LIST_UPDATE',
  { userIDList, ringingIDList },
]
const notConnected = (reason: string, userID?: string) => [
  'CALL_NOT_CONNECTED',
  { callID: 'call1', reason, ...(userID !== undefined && { userID }) },
]
const end = (userID: string, reason: string, totalTime = 0) => [
  'CALLING_END',
  { callID: 'call1', userID, totalTime, type: 'video', reason },
]

describe('a direct call', () => {
  test('rings, is accepted, entered, ended: each side hears its rows in order', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'])
    lab.pass(2_000)
    lab.do('b', { kind: 'accept', callID })
    lab.do('a', { kind: 'enter', callID })
    lab.do('b', { kind: 'enter', callID })
    lab.pass(5_900)
    lab.do('b', { kind: 'hangup', callID })
    expect(told(lab, 'a')).toEqual([
      ['USER_ACCEPT', { userID: 'b' }],
      ['CALL_BEGIN', { callID, type: 'video', role: 'inviter' }],
      ['USER_ENTER', { userID: 'b' }],
      ['USER_LEAVE', { userID: 'b' }],
      end('b', 'hangup', 5),
    ])
    expect(told(lab, 'b')).toEqual([
      ['INVITED', { callID, userID: 'a', userIDList: ['b'], isFromGroup: false, type: 'video' }],
      ['CALL_BEGIN', { callID, type: 'video', role: 'invitee' }],
      ['USER_ENTER', { userID: 'a' }],
      end('b', 'hangup', 5),
    ])
  })

  test('declined: the caller hears REJECT with the message', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'])
    lab.do('b', { kind: 'reject', callID, message: 'later' })
    expect(told(lab, 'a')).toEqual([['REJECT', { userID: 'b', message: 'later' }], notConnected('rejected', 'b')])
    expect(told(lab, 'b').slice(1)).toEqual([notConnected('rejected', 'b')])
  })

  test('cancelled: the invitee hears CALLING_CANCEL', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'])
    lab.do('a', { kind: 'hangup', callID })
    expect(told(lab, 'a')).toEqual([notConnected('cancelled', 'a')])
    expect(told(lab, 'b').slice(1)).toEqual([['CALLING_CANCEL', { userID: 'a' }], notConnected('cancelled', 'a')])
  })

  test('unanswered: NO_RESP for the caller, CALLING_TIMEOUT for the silent one', () => {
    const lab = createLab()
    ring(lab, ['b'], { timeout: 10 })
    lab.pass(9_999)
    expect(told(lab, 'a')).toEqual([])
    lab.pass(1)
    expect(told(lab, 'a')).toEqual([['NO_RESP', { userIDList: ['b'] }], notConnected('noResponse')])
    expect(told(lab, 'b').slice(1)).toEqual([
      ['CALLING_TIMEOUT', { userID: 'a', userIDList: ['b'] }],
      notConnected('noResponse'),
    ])
  })

  test('a late timeout after an accept does nothing', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'], { timeout: 10 })
    lab.do('b', { kind: 'accept', callID })
    lab.pass(60_000)
    expect(lab.device('a').names()).toEqual(['USER_ACCEPT', 'CALL_BEGIN'])
  })

  test('somebody in a call is busy and hears nothing', () => {
    const lab = createLab()
    connect(lab, ['b'])
    lab.do('c', { kind: 'call', userIDList: ['b'], type: 'audio' })
    expect(told(lab, 'c')).toEqual([
      ['LINE_BUSY', { userID: 'b' }],
      ['CALL_NOT_CONNECTED', { callID: 'call2', reason: 'busy', userID: 'b' }],
    ])
    expect(told(lab, 'b')).toEqual([])
    expect(told(lab, 'a')).toEqual([])
  })

  test('both sides of a lost connection hear offline; within the grace nobody hears', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    const lose = { kind: 'lose', userID: 'b', deviceID: 'b1', graceMs: 10_000 } as const
    lab.server(callID, { ...lose, at: lab.now - 4_000 })
    lab.pass(5_999)
    lab.server(callID, { kind: 'resume', userID: 'b', deviceID: 'b1' })
    lab.pass(20_000)
    expect([told(lab, 'a'), told(lab, 'b')]).toEqual([[], []])
    lab.server(callID, { ...lose, at: lab.now })
    lab.pass(10_000)
    expect(told(lab, 'a')).toEqual([['USER_LEAVE', { userID: 'b' }], end('b', 'offline', 35)])
    expect(told(lab, 'b')).toEqual([end('b', 'offline', 35)])
  })

  test('a link lost twice does not lengthen the grace', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    const lose = { kind: 'lose', userID: 'b', deviceID: 'b1', graceMs: 10_000 } as const
    lab.server(callID, { ...lose, at: lab.now })
    lab.pass(9_000)
    lab.server(callID, { ...lose, at: lab.now })
    lab.pass(1_000)
    expect(lab.device('a').names()).toEqual(['USER_LEAVE', 'CALLING_END'])
  })

  test('a lost caller: those it rings get CALLING_CANCEL, CALL_NOT_CONNECTED offline', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'])
    lab.server(callID, { kind: 'lose', userID: 'a', deviceID: 'a1', at: lab.now, graceMs: 10_000 })
    lab.pass(10_000)
    expect(told(lab, 'b').slice(1)).toEqual([['CALLING_CANCEL', { userID: 'a' }], notConnected('offline', 'a')])
    expect(told(lab, 'a')).toEqual([notConnected('offline', 'a')])
  })

  test('no answer at ten seconds wins over offline at eleven', () => {
    const lab = createLab()
    const callID = ring(lab, ['b'], { timeout: 10 })
    lab.pass(1_000)
    lab.server(callID, { kind: 'lose', userID: 'a', deviceID: 'a1', at: lab.now, graceMs: 10_000 })
    lab.pass(30_000)
    expect(told(lab, 'a')).toEqual([['NO_RESP', { userIDList: ['b'] }], notConnected('noResponse')])
  })

  test('both hang up: one ends it for both, the second is no error', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    lab.do('a', { kind: 'hangup', callID })
    expect(isRefusal(lab.do('b', { kind: 'hangup', callID }))).toBe(false)
    expect(told(lab, 'a')).toEqual([end('a', 'hangup')])
    expect(told(lab, 'b')).toEqual([['USER_LEAVE', { userID: 'a' }], end('a', 'hangup')])
  })

  test('the type changes for both, once', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    lab.do('b', { kind: 'switchCallType', callID, type: 'audio' })
    lab.do('a', { kind: 'switchCallType', callID, type: 'audio' })
    const change = [['CALL_TYPE_CHANGED', { oldCallType: 'video', newCallType: 'audio' }]]
    expect([told(lab, 'a'), told(lab, 'b')]).toEqual([change, change])
  })

  test('ended by the server: connected, and ringing', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    lab.server(callID, { kind: 'end', reason: 'error' })
    expect([told(lab, 'a'), told(lab, 'b')]).toEqual([[end('', 'error')], [end('', 'error')]])
    const other = createLab()
    ring(other, ['b'])
    other.server('call1', { kind: 'end', reason: 'removed' })
    expect(told(other, 'a')).toEqual([notConnected('cancelled', '')])
    expect(told(other, 'b').slice(1)).toEqual([['CALLING_CANCEL', { userID: '' }], notConnected('cancelled', '')])
  })

  test('removed by the server: both sides of a direct call hear it', () => {
    const lab = createLab()
    connect(lab, ['b'])
    lab.server('call1', { kind: 'remove', userID: 'a' })
    expect(told(lab, 'b')).toEqual([['USER_LEAVE', { userID: 'a' }], end('a', 'removed')])
    expect(told(lab, 'a')).toEqual([end('a', 'removed')])
  })
})

describe('several devices', () => {
  test('the first to accept has the call, the others hear acceptedElsewhere', () => {
    const lab = createLab()
    lab.device('b', 'b2')
    const callID = ring(lab, ['b'])
    lab.do('b', { kind: 'accept', callID })
    expect(told(lab, 'b', 'b2').slice(1)).toEqual([notConnected('acceptedElsewhere')])
    expect(lab.do('b', { kind: 'accept', callID }, 'b2')).toMatchObject({ refused: 'WRONG_STATE' })
    expect(lab.do('b', { kind: 'hangup', callID }, 'b2')).toMatchObject({ refused: 'WRONG_STATE' })
    lab.do('a', { kind: 'hangup', callID })
    expect(told(lab, 'b', 'b2')).toHaveLength(2)
  })

  test('declined on one: rejectedElsewhere on the others, REJECT once', () => {
    const lab = createLab()
    for (const deviceID of ['b2', 'b3']) lab.device('b', deviceID)
    const callID = ring(lab, ['b'])
    lab.do('b', { kind: 'reject', callID }, 'b2')
    expect(lab.device('a').names()).toEqual(['REJECT', 'CALL_NOT_CONNECTED'])
    for (const deviceID of ['b1', 'b3']) {
      expect(told(lab, 'b', deviceID).slice(1)).toEqual([notConnected('rejectedElsewhere', 'b')])
    }
  })
})

describe('a group call', () => {
  test('A rings B and C, B is silent: A and C hear NO_RESP, B hears CALLING_TIMEOUT', () => {
    const lab = createLab()
    const callID = ring(lab, ['b', 'c'], { timeout: 10 })
    expect(told(lab, 'a')).toEqual([list([], ['b', 'c'])])
    expect(told(lab, 'b')).toEqual([
      ['INVITED', { callID, userID: 'a', userIDList: ['b', 'c'], isFromGroup: true, type: 'video' }],
      list([], ['b', 'c']),
    ])
    lab.do('c', { kind: 'accept', callID })
    for (const device of lab.devices) device.log.length = 0
    lab.pass(10_000)
    expect(told(lab, 'a')).toEqual([['NO_RESP', { userIDList: ['b'] }], list(['a', 'c'])])
    expect(told(lab, 'c')).toEqual(told(lab, 'a'))
    expect(told(lab, 'b')).toEqual([
      ['CALLING_TIMEOUT', { userID: 'a', userIDList: ['b'] }],
      notConnected('noResponse'),
    ])
  })

  test('all of one deadline come in one event, those of the next in another', () => {
    const lab = createLab()
    const callID = connect(lab, ['x'], { groupID: 'g' })
    lab.do('a', { kind: 'invite', callID, userIDList: ['b', 'c'], timeout: 10 })
    lab.do('a', { kind: 'invite', callID, userIDList: ['d'], timeout: 20 })
    for (const device of lab.devices) device.log.length = 0
    lab.pass(30_000)
    const first = ['NO_RESP', { userIDList: ['b', 'c'] }]
    const second = ['NO_RESP', { userIDList: ['d'] }]
    for (const userID of ['a', 'x']) {
      expect(told(lab, userID)).toEqual([first, list(['a', 'x'], ['d']), second, list(['a', 'x'])])
    }
    expect(told(lab, 'd')).toEqual([
      first,
      list(['a', 'x'], ['d']),
      ['CALLING_TIMEOUT', { userID: 'a', userIDList: ['d'] }],
      notConnected('noResponse'),
    ])
    expect(told(lab, 'b')[0]).toEqual(['CALLING_TIMEOUT', { userID: 'a', userIDList: ['b', 'c'] }])
  })

  test('the last one going ends it with allGone; a ringing invitee keeps it going', () => {
    const lab = createLab()
    const callID = connect(lab, ['b', 'c'])
    lab.do('a', { kind: 'invite', callID, userIDList: ['d'] })
    lab.do('b', { kind: 'hangup', callID })
    lab.do('c', { kind: 'hangup', callID })
    for (const device of lab.devices) device.log.length = 0
    lab.do('d', { kind: 'reject', callID })
    expect(told(lab, 'a')).toEqual([['REJECT', { userID: 'd' }], end('d', 'allGone')])
  })

  test('hanging up as the last but one ends it for the last one with allGone', () => {
    const lab = createLab()
    const callID = connect(lab, ['b', 'c'])
    lab.do('b', { kind: 'hangup', callID })
    expect(told(lab, 'a')).toEqual([['USER_LEAVE', { userID: 'b' }], list(['a', 'c'])])
    lab.do('c', { kind: 'hangup', callID })
    expect(told(lab, 'a').slice(2)).toEqual([['USER_LEAVE', { userID: 'c' }], end('c', 'allGone')])
    expect(told(lab, 'c').slice(-1)).toEqual([end('c', 'hangup')])
  })

  test('who is out hears nothing of what comes after, however late it wakes', () => {
    const lab = createLab()
    const callID = connect(lab, ['b', 'c', 'd'])
    const before = lab.device('b').held
    lab.do('b', { kind: 'hangup', callID })
    lab.do('c', { kind: 'hangup', callID })
    const call = lab.calls.get(callID)
    const late = call && snapshot(call, 'b', 'b1', lab.now)
    expect(late && diff(before, late, 'b').map(({ event }) => event)).toEqual(['CALLING_END'])
  })

  test('declined, invited again and declined again while one slept: the second decline is told', () => {
    const lab = createLab()
    const callID = connect(lab, ['x'], { groupID: 'g' })
    const ringAndDecline = () => {
      lab.do('a', { kind: 'invite', callID, userIDList: ['b'] })
      lab.do('b', { kind: 'reject', callID })
    }
    ringAndDecline()
    const before = lab.device('x').held
    ringAndDecline()
    const after = lab.device('x').held
    expect(after && diff(before, after, 'x')).toEqual([
      { event: 'USER_INVITING', payload: { userID: 'a', userIDList: ['b'] } },
      { event: 'REJECT', payload: { userID: 'b' } },
    ])
  })

  test('a call with nobody in it ends for those still ringing, however many', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'], { groupID: 'g' })
    lab.do('a', { kind: 'invite', callID, userIDList: ['c', 'd'] })
    lab.do('a', { kind: 'hangup', callID })
    for (const device of lab.devices) device.log.length = 0
    lab.do('b', { kind: 'hangup', callID })
    for (const userID of ['c', 'd']) {
      expect(told(lab, userID)).toEqual([
        ['CALLING_CANCEL', { userID: 'b' }],
        ['USER_LEAVE', { userID: 'b' }],
        notConnected('cancelled', 'b'),
      ])
    }
    expect(told(lab, 'b')).toEqual([end('b', 'hangup')])
  })

  test('inviting into a direct call makes it a group call; the others hear who rings whom', () => {
    const lab = createLab()
    const callID = connect(lab, ['b'])
    lab.do('a', { kind: 'invite', callID, userIDList: ['a2', 'b', 'd'] })
    expect(told(lab, 'a')).toEqual([list(['a', 'b'], ['a2', 'd'])])
    expect(told(lab, 'b')).toEqual([
      ['USER_INVITING', { userID: 'a', userIDList: ['a2', 'd'] }],
      list(['a', 'b'], ['a2', 'd']),
    ])
    expect(told(lab, 'd')[0]).toEqual([
      'INVITED',
      { callID, userID: 'a', userIDList: ['a', 'b', 'a2', 'd'], isFromGroup: true, type: 'video' },
    ])
    expect(lab.do('b', { kind: 'invite', callID, userIDList: ['a', 'd'] })).toMatchObject({ refused: 'BAD_PARAMETER' })
  })

  test('declined and invited again: a second INVITED with the full ring time', () => {
    const lab = createLab()
    const callID = ring(lab, ['b', 'c'])
    lab.do('c', { kind: 'accept', callID })
    lab.pass(5_000)
    lab.do('b', { kind: 'reject', callID })
    lab.pass(1_000)
    lab.do('a', { kind: 'invite', callID, userIDList: ['b'] })
    lab.device('b').log.length = 0
    lab.pass(29_999)
    expect(told(lab, 'b')).toEqual([])
    lab.pass(1)
    expect(lab.device('b').names()).toEqual(['CALLING_TIMEOUT', 'CALL_NOT_CONNECTED'])
  })

  test('joining: CALL_BEGIN for who joins, USER_ENTER and the list for the others', () => {
    const lab = createLab()
    const callID = connect(lab, ['b', 'c'])
    lab.do('c', { kind: 'hangup', callID })
    for (const device of lab.devices) device.log.length = 0
    lab.do('c', { kind: 'join', callID })
    lab.do('c', { kind: 'enter', callID })
    expect(told(lab, 'a')).toEqual([list(['a', 'b', 'c']), ['USER_ENTER', { userID: 'c' }]])
    expect(told(lab, 'c')).toEqual([
      ['CALL_BEGIN', { callID, type: 'video', role: 'invitee' }],
      ['USER_ENTER', { userID: 'a' }],
      ['USER_ENTER', { userID: 'b' }],
      list(['a', 'b', 'c']),
    ])
  })

  test('all busy: the caller hears each, and the last one decides', () => {
    const lab = createLab()
    connect(lab, ['b'])
    lab.do('c', { kind: 'call', userIDList: ['a', 'b'], type: 'audio' })
    expect(lab.device('c').names()).toEqual(['LINE_BUSY', 'LINE_BUSY', 'CALL_NOT_CONNECTED'])
  })

  test('never more than maxMembers', () => {
    const lab = createLab({ maxMembers: 3 })
    expect(lab.do('a', { kind: 'call', userIDList: ['b', 'c', 'd'], ...video })).toMatchObject({
      refused: 'BAD_PARAMETER',
    })
    const callID = connect(lab, ['b'], { groupID: 'g' })
    expect(isRefusal(lab.do('a', { kind: 'invite', callID, userIDList: ['c'] }))).toBe(false)
    expect(lab.do('b', { kind: 'invite', callID, userIDList: ['d'] })).toMatchObject({ refused: 'BAD_PARAMETER' })
  })
})

describe('glare', () => {
  test('two who call each other end up in one connected call', () => {
    const lab = createLab()
    const first = lab.do('a', { kind: 'call', userIDList: ['b'], type: 'video' })
    lab.device('b').log.length = 0
    lab.device('b').held = undefined
    const second = lab.do('b', { kind: 'call', userIDList: ['a'], type: 'audio' })
    expect(second).toMatchObject({ callID: 'call1', type: 'video', inviter: 'a' })
    expect(isRefusal(first)).toBe(false)
    expect(told(lab, 'a')).toEqual([
      ['USER_ACCEPT', { userID: 'b' }],
      ['CALL_BEGIN', { callID: 'call1', type: 'video', role: 'inviter' }],
    ])
    expect(told(lab, 'b')).toEqual([['CALL_BEGIN', { callID: 'call1', type: 'video', role: 'invitee' }]])
  })

  test('no merge when the sets differ', () => {
    const lab = createLab()
    ring(lab, ['b', 'c'])
    expect(lab.do('b', { kind: 'call', userIDList: ['a'], ...video })).toMatchObject({ refused: 'REPEATED_CALL' })
    expect(lab.do('c', { kind: 'call', userIDList: ['a', 'b'], ...video })).toMatchObject({ refused: 'REPEATED_CALL' })
  })
})

describe('refusals change nothing', () => {
  const cases: [string, (lab: Lab) => unknown, string][] = [
    ['calling oneself', (lab) => lab.do('a', { kind: 'call', userIDList: ['a'], ...video }), 'BAD_PARAMETER'],
    ['a second call', (lab) => lab.do('a', { kind: 'call', userIDList: ['x'], ...video }), 'REPEATED_CALL'],
    ['accepting a stranger’s call', (lab) => lab.do('z', { kind: 'accept', callID: 'call1' }), 'NOT_FOUND'],
    ['declining it', (lab) => lab.do('z', { kind: 'reject', callID: 'call1' }), 'NOT_FOUND'],
    ['hanging it up', (lab) => lab.do('z', { kind: 'hangup', callID: 'call1' }), 'NOT_FOUND'],
    ['inviting to it', (lab) => lab.do('z', { kind: 'invite', callID: 'call1', userIDList: ['y'] }), 'NOT_FOUND'],
    ['switching it', (lab) => lab.do('z', { kind: 'switchCallType', callID: 'call1', type: 'audio' }), 'NOT_FOUND'],
    ['joining a direct call', (lab) => lab.do('z', { kind: 'join', callID: 'call1' }), 'NOT_FOUND'],
    ['hanging up while ringing', (lab) => lab.do('b', { kind: 'hangup', callID: 'call1' }), 'WRONG_STATE'],
    [
      'inviting while ringing',
      (lab) => lab.do('b', { kind: 'invite', callID: 'call1', userIDList: ['y'] }),
      'WRONG_STATE',
    ],
    ['entering while ringing', (lab) => lab.do('b', { kind: 'enter', callID: 'call1' }), 'WRONG_STATE'],
    ['accepting one’s own call', (lab) => lab.do('a', { kind: 'accept', callID: 'call1' }), 'WRONG_STATE'],
  ]
  test.each(cases)('%s', (_name, act, code) => {
    const lab = createLab()
    ring(lab, ['b'])
    const before = lab.calls.get('call1')
    expect(act(lab)).toMatchObject({ refused: code })
    expect(lab.calls.get('call1')).toBe(before)
    expect(lab.calls.size).toBe(1)
  })
})

test.each([
  ['rings', 1],
  ['has ended', 2],
])(
  'a call of which the store has lost an accept, and that %s there: an error for its members, who were in it',
  (_what, version) => {
    const lab = createLab()
    ring(lab, ['b'], { timeout: 2 })
    const placed = lab.calls.get('call1')
    lab.do('b', { kind: 'accept', callID: 'call1' })
    for (const userID of ['a', 'b']) lab.do(userID, { kind: 'enter', callID: 'call1' })
    const known = lab.calls.get('call1')
    if (!placed || !known) throw new Error('placed and accepted')
    lab.pass(3000)
    const ended = serverTransition(placed, { kind: 'due' }, lab.now)
    const stored = version === 1 ? placed : ended
    const next = serverTransition(stored, { kind: 'giveUp', known, epoch: 'new' }, lab.now)
    expect(next).toMatchObject({ version: version + 1, epoch: 'new' })
    const end = { userID: '', totalTime: 3, type: 'video', reason: 'error', callID: 'call1' }
    for (const device of lab.devices) {
      // Of what was told of it here.
      const news = newsFor(known, next, device, lab.now)
      if (news) device.take(news)
      expect(device.log.at(-1)).toEqual({ event: 'CALLING_END', payload: end })
    }
    // Another node knows of it as well, and comes later.
    expect(serverTransition(next, { kind: 'giveUp', known, epoch: 'newer' }, lab.now)).toBe(next)
  },
)

test('a deadline that has not come has no effect, whoever asks and however often', () => {
  const lab = createLab()
  const callID = ring(lab, ['b'], { timeout: 2 })
  lab.pass(1999)
  lab.server(callID, { kind: 'due' })
  expect(lab.calls.get(callID)).toMatchObject({ version: 1 })
  lab.pass(1)
  expect(lab.calls.get(callID)).toMatchObject({ version: 2 })
})

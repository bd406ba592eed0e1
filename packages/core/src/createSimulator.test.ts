import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createSimulator,
  createTestCall,
  callMatchers,
  type CallMatchers,
  type Simulator,
  type SimulatorOptions,
} from './simulator.ts'

declare module 'vitest' {
  // Vitest's own type parameter has to be named again; its default need not.
  interface Matchers<T> extends CallMatchers {}
}

beforeAll(() => {
  expect.extend(callMatchers)
})

let simulator: Simulator | undefined
afterEach(() => {
  vi.unstubAllGlobals()
  simulator?.destroy()
})

function make(options: Partial<SimulatorOptions> = {}): Simulator {
  simulator?.destroy()
  return (simulator = createSimulator({ people: ['ann', 'bob', 'carol', 'dave'], clock: 'manual', ...options }))
}

/** Far less than what is turned takes by itself, far more than a busy machine takes to turn it, ms. */
const atOnce = 5_000

/** How a stopwatch on the wall sees it, ms. */
async function wallMs(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return performance.now() - start
}

/** The global timers set from now on that neither ran nor were cleared. */
function watchTimers(): ReadonlySet<unknown> {
  const live = new Set<unknown>()
  const { setTimeout: set, clearTimeout: clear } = globalThis
  vi.stubGlobal('setTimeout', (run: () => void, ms?: number) => {
    const handle = set(() => {
      live.delete(handle)
      run()
    }, ms)
    live.add(handle)
    return handle
  })
  vi.stubGlobal('clearTimeout', (handle: ReturnType<typeof setTimeout>) => {
    live.delete(handle)
    clear(handle)
  })
  return live
}

const names = (heard: readonly { event: string }[]) => heard.map(({ event }) => event)

describe('the clock', () => {
  test('a ring of 30 s is over within milliseconds, and not a millisecond early', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob')]
    await bob.signIn()
    await ann.calls('bob')
    expect(await wallMs(() => clock.advance(29_999))).toBeLessThan(atOnce)
    expect(ann.engine.store.getState().status).toBe('calling')
    expect(bob.engine.store.getState().status).toBe('ringing')
    await clock.advance(1)
    expect(ann.engine.store.getState().status).toBe('idle')
    expect(names(ann.heard()).slice(-2)).toEqual(['NO_RESP', 'CALL_NOT_CONNECTED'])
    expect(names(bob.heard()).slice(-2)).toEqual(['CALLING_TIMEOUT', 'CALL_NOT_CONNECTED'])
  })

  test('stands still by itself, and shows the time at which things happened', async () => {
    const { clock, person } = make({ startsAt: 1_000_000 })
    await person('bob').whenCalled({ does: 'accept', after: 2 }).signIn()
    await person('ann').calls('bob')
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.now()).toBe(1_000_000)
    await clock.advance(65_000)
    expect(clock.now()).toBe(1_065_000)
    const begin = person('ann')
      .heard()
      .find(({ event }) => event === 'CALL_BEGIN')
    expect(begin?.at).toBe(1_002_000)
    expect(person('ann').engine.store.getState().call).toMatchObject({ startedAt: 1_000_000, connectedAt: 1_002_000 })
    await person('ann').engine.hangup()
    await expect(person('bob')).toHaveHeard('CALLING_END', { totalTime: 63 })
  })

  test('turns queue up, and what one timer causes comes before the next', async () => {
    const { clock, person } = make()
    const order: string[] = []
    person('ann')
      .after(2, () => order.push('two'))
      .after(1, async () => {
        order.push('one')
        await Promise.resolve()
        order.push('caused by one')
        person('ann').after(0.5, () => order.push('one and a half'))
      })
    await Promise.all([clock.advance(1_000), clock.advance(1_000)])
    expect(order).toEqual(['one', 'caused by one', 'one and a half', 'two'])
  })

  test('advanceUntil stops when it is so, and says when it never comes', async () => {
    const { clock, person } = make({ startsAt: 0 })
    await person('bob').whenCalled({ does: 'decline', after: 7 }).signIn()
    await person('ann').calls('bob')
    await clock.advanceUntil(() => person('ann').hasHeard('REJECT'))
    expect(clock.now()).toBe(7_000)
    await expect(clock.advanceUntil(() => false, { withinSeconds: 3 })).rejects.toThrow(/within 3 s/)
    expect(clock.now()).toBe(10_000)
    await expect(clock.advance(-1)).rejects.toThrow(RangeError)
  })

  test('a real one runs by itself, as fast as asked, and can be turned and stopped all the same', async () => {
    // So fast, a ring of 30 s would leave a busy machine a tenth of a second between the answer and its end.
    const { clock, person } = make({ clock: 'real', ringTimeout: 600 })
    expect(clock.isRunning).toBe(true)
    clock.start(100)
    await person('bob').whenCalled({ does: 'decline', after: 20 }).signIn()
    await person('ann').calls('bob')
    await person('ann').untilHeard('REJECT')
    clock.start()
    await person('ann').calls('bob')
    await clock.advance(20_000)
    expect(names(person('ann').heard()).filter((event) => event === 'REJECT')).toHaveLength(2)
    clock.stop()
    const stopped = clock.now()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(clock.now()).toBe(stopped)
  })

  test('the engine’s own waits go by it: login gives up after 10 s', async () => {
    const { clock, person } = make()
    await person('ann').cutNetwork()
    const login = person('ann').engine.login()
    const turned = wallMs(() => clock.advance(10_000))
    await expect(login).rejects.toMatchObject({ code: 'SIGNALLING_FAILED' })
    expect(await turned).toBeLessThan(atOnce)
  })

  test('a manual one sets no global timer at all', async () => {
    const live = watchTimers()
    const { clock, bob, simulator: made } = await createTestCall()
    simulator = made
    bob.losesNetwork(2)
    await clock.advance(1_000)
    expect(clock.waiting).toBeGreaterThan(3)
    expect(live.size).toBe(0)
  })

  test('destroy leaves no timer, also while things are under way', async () => {
    const live = watchTimers()
    for (const clock of ['manual', 'real'] as const) {
      const { simulator: made, ann, bob } = await createTestCall({ state: 'group', clock })
      bob.losesNetwork(8).after(3, () => {})
      void ann.untilHeard('KICKED_OUT')
      void ann.engine.hangup()
      await ann.engine.preview({ camera: true, microphone: true })
      expect(made.clock.waiting).toBeGreaterThan(3)
      expect(live.size).toBeGreaterThan(0)
      made.destroy()
      expect(live.size).toBe(0)
      await new Promise(setImmediate)
      expect([live.size, made.clock.waiting]).toEqual([0, 0])
    }
  })
})

describe('what people do', () => {
  test('accept after a while, with or without camera', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob').whenCalled({ does: 'accept', after: 2, camera: false })]
    await ann.calls('bob')
    await clock.advance(1_999)
    expect(ann.hasHeard('USER_ACCEPT')).toBe(false)
    await clock.advance(1)
    expect(ann.hasHeard('USER_ACCEPT', { userID: 'bob' })).toBe(true)
    const { members } = await ann.untilState('connected')
    expect(members.bob).toMatchObject({ audioAvailable: true, videoAvailable: false, isEntered: true })
    expect(bob.engine.store.getState().members.ann?.videoAvailable).toBe(true)
  })

  test('decline with a message, one call after the other, the last answer stays', async () => {
    const { clock, person } = make()
    const ann = person('ann')
    person('bob').whenCalled({ does: 'decline', message: 'Later' }, 'nothing', { does: 'decline' })
    await ann.calls('bob')
    await clock.advance(0)
    expect(ann.hasHeard('REJECT', { userID: 'bob', message: 'Later' })).toBe(true)
    await ann.calls('bob')
    await clock.advance(30_000)
    expect(ann.hasHeard('NO_RESP')).toBe(true)
    for (let count = 2; count <= 3; count += 1) {
      await ann.calls('bob')
      await clock.advance(0)
      expect(ann.heard().filter(({ event }) => event === 'REJECT')).toHaveLength(count)
    }
  })

  test('a new answer takes the place of one on its way, also while it rings', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall({ state: 'calling' })
    simulator = made
    bob.whenCalled({ does: 'accept', after: 5 })
    await clock.advance(3_000)
    bob.whenCalled({ does: 'decline', after: 5 })
    await clock.advance(4_999)
    expect(ann.engine.store.getState().status).toBe('calling')
    await clock.advance(1)
    expect(ann.hasHeard('REJECT')).toBe(true)
    expect(ann.hasHeard('USER_ACCEPT')).toBe(false)
  })

  test('one ring gets one answer, also when it is told again after a new login', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob').whenCalled('nothing', { does: 'accept', after: 5 }, 'decline')]
    const signInAgain = async () => {
      await bob.signOut()
      await bob.signIn()
      await clock.advance(1_000)
      expect(bob.engine.store.getState().status).toBe('ringing')
    }
    await ann.calls('bob')
    await signInAgain()
    await clock.advance(29_000)
    expect(ann.hasHeard('NO_RESP')).toBe(true)
    await ann.calls('bob')
    await signInAgain()
    await clock.advance(4_000)
    expect(bob.engine.store.getState().status).toBe('connected')
  })

  test('busy: LINE_BUSY by the call model’s own rule, nothing for the busy one', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob').whenCalled('busy', 'accept')]
    await bob.signIn()
    await expect(bob.engine.call({ userIDList: ['carol'], type: 'audio' })).rejects.toMatchObject({
      code: 'REPEATED_CALL',
    })
    await ann.calls('bob')
    await clock.advance(0)
    expect(names(ann.heard()).slice(-2)).toEqual(['LINE_BUSY', 'CALL_NOT_CONNECTED'])
    expect(bob.hasHeard('INVITED')).toBe(false)
    await ann.calls('bob')
    await clock.advance(0)
    expect(ann.engine.store.getState().status).toBe('connected')
  })

  test('call somebody after a while, and hang up after another', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob')]
    await ann.whenCalled('accept').signIn()
    const called = bob.calls(['ann'], { type: 'audio', after: 3, hangsUpAfter: 12 })
    await clock.advance(3_000)
    expect(await called).toMatchObject({ type: 'audio', role: 'inviter' })
    expect(ann.hasHeard('INVITED', { type: 'audio', userID: 'bob' })).toBe(true)
    await clock.advance(11_999)
    expect(ann.hasHeard('CALLING_END')).toBe(false)
    await clock.advance(1)
    expect(ann.hasHeard('CALLING_END', { userID: 'bob', totalTime: 12, reason: 'hangup' })).toBe(true)
  })

  test('an answerer hangs up by itself; hangsUp ends whichever call there is', async () => {
    const { clock, person } = make()
    const [ann, bob] = [person('ann'), person('bob').whenCalled({ does: 'accept', hangsUpAfter: 5 }, 'accept')]
    await ann.calls('bob')
    await clock.advance(5_000)
    expect(ann.hasHeard('CALLING_END', { totalTime: 5 })).toBe(true)
    await ann.calls('bob')
    bob.hangsUp(9)
    await clock.advance(9_000)
    expect(ann.hasHeard('CALLING_END', { totalTime: 9 })).toBe(true)
  })

  test('talk, say nothing', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall()
    simulator = made
    const levels: number[] = []
    ann.engine.onVolume('bob', (volume) => levels.push(volume))
    bob.talks(70)
    await clock.advance(1_000)
    expect(levels.length).toBeGreaterThanOrEqual(30)
    expect(new Set(levels)).toEqual(new Set([70]))
    levels.length = 0
    bob.staysSilent()
    await clock.advance(1_000)
    expect(new Set(levels)).toEqual(new Set([0]))
    bob.talks()
    await clock.advance(10_000)
    expect(Math.max(...levels)).toBeGreaterThan(30)
    expect(ann.hasHeard('USER_VOICE_VOLUME')).toBe(true)
    expect(names(ann.heard())).not.toContain('USER_VOICE_VOLUME')
  })

  test('lose the network for 8 s and come back in the call; for longer than the grace and be out', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall()
    simulator = made
    bob.losesNetwork(8)
    await clock.advance(7_999)
    expect(bob.engine.store.getState().reconnecting).toEqual({ signalling: true, media: true })
    expect(ann.engine.store.getState().members.bob?.quality).toBe('lost')
    await clock.advance(2_000)
    expect(bob.engine.store.getState()).toMatchObject({
      status: 'connected',
      reconnecting: { signalling: false, media: false },
    })
    expect(ann.hasHeard('USER_LEAVE')).toBe(false)
    bob.losesNetwork(11)
    await clock.advance(10_000)
    expect(ann.hasHeard('CALLING_END', { userID: 'bob', reason: 'offline' })).toBe(true)
    await clock.advance(2_000)
    expect(bob.hasHeard('CALLING_END', { userID: 'bob', reason: 'offline' })).toBe(true)
  })

  test('deny the camera, unplug the microphone, at a moment of one’s own', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall()
    simulator = made
    bob.after(5, () => bob.unplugMicrophone()).after(6, (me) => me.denyCamera())
    await clock.advance(5_000)
    expect(bob.hasHeard('ERROR', { code: 'NO_DEVICE' })).toBe(true)
    expect(ann.engine.store.getState().members.bob).toMatchObject({ audioAvailable: false, videoAvailable: true })
    await clock.advance(1_000)
    expect(bob.hasHeard('ERROR', { code: 'PERMISSION_DENIED' })).toBe(true)
    expect(ann.engine.store.getState().members.bob?.videoAvailable).toBe(false)
  })
})

describe('several devices', () => {
  test('all of them ring; the one that answers has the call', async () => {
    const { clock, person } = make()
    const bob = person('bob')
    const tablet = bob.device('tablet').whenCalled({ does: 'accept', after: 2 })
    const phone = bob.device('phone')
    await Promise.all([phone.signIn(), tablet.signIn()])
    await person('ann').calls('bob')
    await clock.advance(1_000)
    expect([phone, tablet].map(({ engine }) => engine.store.getState().status)).toEqual(['ringing', 'ringing'])
    await clock.advance(1_000)
    expect(phone.hasHeard('CALL_NOT_CONNECTED', { reason: 'acceptedElsewhere' })).toBe(true)
    expect(tablet.hasHeard('CALL_BEGIN')).toBe(true)
    expect(phone.hasHeard('CALL_BEGIN')).toBe(false)
    expect(bob.hasHeard('CALL_BEGIN')).toBe(true)
    expect(new Set(bob.heard().map(({ deviceID }) => deviceID))).toEqual(new Set(['phone', 'tablet']))
    expect(bob.device()).toBe(tablet)
  })

  test('one device can lose its network alone', async () => {
    const { clock, person } = make()
    const [phone, tablet] = [person('bob').device('phone'), person('bob').device('tablet')]
    await Promise.all([phone.signIn(), tablet.signIn()])
    phone.losesNetwork(3)
    await clock.advance(2_000)
    expect(phone.engine.store.getState().reconnecting.signalling).toBe(true)
    expect(tablet.engine.store.getState().reconnecting.signalling).toBe(false)
    await clock.advance(2_000)
    expect(phone.hasHeard('RECONNECTED', { what: 'signalling' })).toBe(true)
  })

  test('multiple: a second login leaves the first alone', async () => {
    const { ann, simulator: made } = await createTestCall()
    simulator = made
    await ann.device('tablet').signIn()
    await made.clock.advance(10_000)
    expect(ann.hasHeard('KICKED_OUT')).toBe(false)
    expect(ann.engine.store.getState().status).toBe('connected')
  })

  test('single: a second login kicks the first one out of its call, for good', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall({ sessions: 'single' })
    simulator = made
    await ann.device('tablet').signIn()
    await clock.advance(0)
    expect(ann.hasHeard('KICKED_OUT', { reason: 'repeatLogin' })).toBe(true)
    expect(ann.engine.store.getState().status).toBe('loggedOut')
    expect(ann.hasHeard('CALLING_END')).toBe(false)
    expect(bob.hasHeard('CALLING_END', { userID: 'ann', reason: 'removed' })).toBe(true)
    expect(ann.device('tablet').engine.store.getState().status).toBe('idle')
  })

  test('single: a device that was displaced while it was away does not displace in its turn', async () => {
    const { clock, person } = make({ sessions: 'single' })
    const [phone, tablet] = [person('ann').device('phone'), person('ann').device('tablet')]
    await phone.signIn()
    phone.losesNetwork(3)
    await tablet.signIn()
    await clock.advance(5_000)
    expect(phone.hasHeard('KICKED_OUT', { reason: 'repeatLogin' })).toBe(true)
    expect(tablet.hasHeard('KICKED_OUT')).toBe(false)
    await phone.signIn()
    await clock.advance(0)
    expect(tablet.hasHeard('KICKED_OUT', { reason: 'repeatLogin' })).toBe(true)
  })

  test('single: who was only ringing rings on the new device', async () => {
    const { clock, ann, simulator: made } = await createTestCall({ state: 'ringing', sessions: 'single' })
    simulator = made
    await ann.device('tablet').signIn()
    await clock.advance(0)
    expect(ann.device('tablet').engine.store.getState().status).toBe('ringing')
  })
})

describe('what the server does', () => {
  test('kick, removeMember, endCall', async () => {
    const { clock, ann, bob, carol, simulator: made } = await createTestCall({ state: 'group' })
    simulator = made
    await made.kick('bob')
    await clock.advance(10_000)
    expect(bob.hasHeard('KICKED_OUT', { reason: 'removed' })).toBe(true)
    expect(bob.engine.store.getState().status).toBe('loggedOut')
    expect(ann.hasHeard('USER_LEAVE', { userID: 'bob' })).toBe(true)
    const callID = ann.engine.store.getState().call?.callID ?? ''
    await bob.signIn()
    await ann.engine.invite(['bob'])
    await bob.engine.accept()
    await made.removeMember(callID, 'carol')
    await clock.advance(0)
    expect(carol.hasHeard('CALLING_END', { reason: 'removed' })).toBe(true)
    expect(carol.engine.store.getState().status).toBe('idle')
    await made.endCall(callID)
    await clock.advance(0)
    expect(ann.hasHeard('CALLING_END', { userID: '', reason: 'removed' })).toBe(true)
  })
})

describe('chance', () => {
  async function story(seed: number): Promise<unknown> {
    const made = make({ seed, startsAt: 0 })
    const { clock, person } = made
    for (const userID of ['bob', 'carol', 'dave']) {
      person(userID).whenCalled({ does: 'accept', after: [1, 9], hangsUpAfter: [5, 20] })
    }
    await person('ann').calls(['bob', 'carol', 'dave'])
    await clock.advance(40_000)
    return ['ann', 'bob', 'carol', 'dave'].map((userID) => person(userID).heard())
  }

  test('one seed: the same calls, events, times and volumes in every run; another seed: others', async () => {
    const [first, second, other] = [await story(7), await story(7), await story(8)]
    expect(JSON.stringify(first)).toBe(JSON.stringify(second))
    expect(JSON.stringify(other)).not.toBe(JSON.stringify(first))
    const row = (seed: number) => Array.from({ length: 5 }, make({ seed }).chance)
    expect(row(3)).toEqual(row(3))
    expect(row(3)).not.toEqual(row(4))
  })
})

describe('hearing and waiting', () => {
  test('toHaveHeard waits for what is on its way, and tells what was heard instead', async () => {
    const { clock, ann, bob, simulator: made } = await createTestCall()
    simulator = made
    const waiting = expect(bob).toHaveHeard('CALLING_END', { userID: 'ann' })
    void ann.engine.hangup()
    await waiting
    await expect(bob).not.toHaveHeard('REJECT')
    await expect(expect(bob).not.toHaveHeard('CALLING_END')).rejects.toThrow(/Expected no CALLING_END/)
    await expect(expect(bob).toHaveHeard('REJECT')).rejects.toThrow(/Expected REJECT; heard: .*CALLING_END/)
    await clock.advance(0)
    bob.forget()
    expect(bob.heard()).toEqual([])
  })

  test('a payload is compared by its parts, lists by their content', async () => {
    const { clock, ann, simulator: made } = await createTestCall({ state: 'calling' })
    simulator = made
    await clock.advance(30_000)
    expect(ann.hasHeard('NO_RESP', { userIDList: ['bob'] })).toBe(true)
    expect(ann.hasHeard('NO_RESP', { userIDList: ['bob', 'carol'] })).toBe(false)
    expect(ann.hasHeard('NO_RESP', { userIDList: ['carol'] })).toBe(false)
  })

  test('a wait that is in vain names what there is', async () => {
    const { person } = make()
    await person('ann').signIn()
    await expect(person('ann').untilHeard('REJECT', {}, 5)).rejects.toThrow('"ann" has not heard REJECT, but SDK_READY')
    await expect(person('ann').untilState('ringing', 5)).rejects.toThrow(/"status": "idle"/)
  })
})

describe('createTestCall', () => {
  test.each([
    ['idle', 'idle', 'idle'],
    ['ringing', 'ringing', 'calling'],
    ['calling', 'calling', 'ringing'],
    ['connected', 'connected', 'connected'],
    ['group', 'connected', 'connected'],
  ] as const)('%s', async (state, mine, theirs) => {
    const { ann, bob, simulator: made } = await createTestCall({ state })
    simulator = made
    expect([ann, bob].map(({ engine }) => engine.store.getState().status)).toEqual([mine, theirs])
    if (state === 'group') expect(ann.engine.store.getState().call?.kind).toBe('group')
  })

  test('own people, an audio call, a real clock; too few people are refused', async () => {
    const made = await createTestCall({ people: ['mia', { userID: 'noa', name: 'Noa' }], type: 'audio', clock: 'real' })
    simulator = made.simulator
    expect(made.mia.engine.store.getState()).toMatchObject({
      call: { type: 'audio' },
      members: { noa: { name: 'Noa' } },
    })
    expect(made.clock.isRunning).toBe(true)
    await expect(createTestCall({ people: ['mia', 'noa'], state: 'group' })).rejects.toThrow(/needs 3 people/)
  })

  test('somebody can move in later; nobody else can sign in', async () => {
    const { person, addPerson } = make()
    await expect(person('zoe').signIn()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await addPerson('zoe', { name: 'Zoe' }).signIn()
    expect(person('zoe').engine.store.getState().self).toEqual({ userID: 'zoe', name: 'Zoe' })
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../simulator.ts'
import type { CallEngineOptions } from '../index.ts'

let simulator: Simulator | undefined
afterEach(() => simulator?.destroy())

/** Ann and Bob, signed in, and the camera light of each. */
async function two(options: Partial<CallEngineOptions> = {}) {
  const made = createSimulator({ people: ['ann', 'bob'], clock: 'manual' })
  simulator = made
  const engines = [made.createEngine('ann', options), made.createEngine('bob', options)] as const
  for (const engine of engines) await engine.login()
  const [ann, bob] = [made.person('ann'), made.person('bob')]
  return { simulator: made, ann, bob, clock: made.clock }
}

const names = (person: { heard(): readonly { event: string }[] }) => person.heard().map(({ event }) => event)

describe('warm ringing, with the whole engine', () => {
  test('nothing of the room is told before the call is connected, and then in the contract’s order', async () => {
    const { ann, bob, clock } = await two()
    await ann.calls('bob')
    await bob.untilState('ringing')
    await clock.advance(5_000)
    for (const person of [ann, bob]) {
      expect(names(person).filter((name) => /^(USER_|RECONNECT|ERROR)/.test(name))).toEqual([])
    }
    await bob.engine.accept()
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    await ann.untilState(({ members }) => members.bob?.videoAvailable === true)
    for (const person of [ann, bob]) {
      const told = names(person)
      expect(told.indexOf('CALL_BEGIN')).toBeLessThan(told.indexOf('USER_ENTER'))
      expect(told.indexOf('USER_ENTER')).toBeLessThan(told.indexOf('USER_VIDEO_AVAILABLE'))
      expect(told.filter((name) => name === 'USER_ENTER')).toHaveLength(1)
      expect(told).not.toContain('RECONNECTING')
    }
  })

  test('the preview of who calls is what is captured for the call: a refusal of it is told once, by ERROR', async () => {
    const { ann, bob } = await two()
    ann.denyCamera()
    await ann.calls('bob')
    const preview = await ann.engine.preview({ camera: true, microphone: false })
    await ann.untilHeard('ERROR', { code: 'PERMISSION_DENIED' })
    preview.stop()
    const wanted = () => ann.engine.store.getState().wanted
    expect(wanted()).toEqual({ camera: false, microphone: true })
    ann.allowCamera()
    await ann.engine.setCamera(true)
    expect(wanted()).toEqual({ camera: true, microphone: true })
    await bob.untilState('ringing')
    await bob.engine.accept()
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect(names(ann).filter((name) => name === 'ERROR')).toHaveLength(1)
  })

  test('with `warm: false` that preview captures by itself: a refusal takes the wish back, and no ERROR comes of it', async () => {
    const { ann, bob } = await two({ warm: false })
    ann.denyCamera()
    await ann.calls('bob')
    const preview = ann.engine.preview({ camera: true, microphone: false })
    await expect(preview).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(ann.engine.store.getState().wanted).toEqual({ camera: false, microphone: true })
    ann.allowCamera()
    await ann.engine.setCamera(true)
    await bob.untilState('ringing')
    await bob.engine.accept()
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect(names(ann)).not.toContain('ERROR')
  })

  test('a room that is lost while it rings is nobody’s concern: the accept finds its own way', async () => {
    const { ann, bob, clock } = await two()
    await ann.calls('bob')
    await bob.untilState('ringing')
    await clock.advance(1_000)
    ann.loseMedia()
    bob.loseMedia()
    await bob.engine.accept()
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect([...names(ann), ...names(bob)].filter((name) => /^(ERROR|RECONNECT)/.test(name))).toEqual([])
  })

  test('a room that cannot be entered while it rings: the same', async () => {
    const { ann, bob, clock } = await two()
    for (const person of [ann, bob]) person.cutMedia()
    await ann.calls('bob')
    await bob.untilState('ringing')
    await clock.advance(1_000)
    for (const person of [ann, bob]) person.restoreMedia()
    await bob.engine.accept()
    await bob.untilState(({ members }) => members.ann?.videoAvailable === true)
    expect([...names(ann), ...names(bob)].filter((name) => /^(ERROR|RECONNECT)/.test(name))).toEqual([])
  })

  test.each([
    ['a cancel', ({ ann }: Awaited<ReturnType<typeof two>>) => ann.engine.hangup()],
    ['a rejection', ({ bob }: Awaited<ReturnType<typeof two>>) => bob.engine.reject()],
    ['silence', ({ clock }: Awaited<ReturnType<typeof two>>) => clock.advance(31_000)],
    ['a logout', ({ ann }: Awaited<ReturnType<typeof two>>) => ann.engine.logout()],
    ['a kick', ({ simulator: made }: Awaited<ReturnType<typeof two>>) => made.kick('ann')],
  ])('after %s the next call finds both free, and as quick', async (_how, end) => {
    const all = await two()
    const { ann, bob, clock } = all
    await ann.calls('bob')
    await bob.untilState('ringing')
    await clock.advance(1_000)
    await end(all)
    await clock.advance(1_000)
    if (ann.engine.store.getState().status === 'loggedOut') await ann.engine.login()
    expect(ann.engine.store.getState().status).toBe('idle')
    await bob.calls('ann')
    await ann.untilState('ringing')
    await ann.engine.accept()
    await ann.untilState(({ members }) => members.bob?.videoAvailable === true)
    expect([...names(ann), ...names(bob)].filter((name) => /^(ERROR|RECONNECT)/.test(name))).toEqual([])
  })

  test.each([{ warm: 'yes' }, { earlyMedia: 1 }])('%j is refused', async (option) => {
    const made = createSimulator({ people: ['ann'], clock: 'manual' })
    simulator = made
    // What an app without types may hand over.
    const make = () => made.createEngine('ann', option as unknown as Partial<CallEngineOptions>)
    expect(make).toThrow(expect.objectContaining({ code: 'BAD_PARAMETER' }))
  })
})

import { describe, expect, test } from 'vitest'
import type { Media } from '../ports/media.ts'
import { CallError } from '../protocol/errors.ts'
import type { Snapshot } from '../protocol/snapshot.ts'
import { createWarmUp, type WarmUpOptions } from './warmUp.ts'

const ring = (status: 'ringing' | 'calling', callID = 'one', leg = 1): Snapshot => ({
  callID,
  epoch: 'e',
  version: 1,
  type: 'video',
  kind: 'direct',
  inviter: 'ann',
  startedAt: 0,
  now: 0,
  me: { role: status === 'calling' ? 'inviter' : 'invitee', leg, status, invitedBy: 'ann' },
  members: [],
})

/** A room whose entering is settled by the test, and everything that was done with it, in order. */
function setup(options: Partial<Omit<WarmUpOptions, 'media'>> & { media?: Partial<WarmUpOptions['media']> } = {}) {
  const done: string[] = []
  const errors: CallError[] = []
  const wanted = { camera: true, microphone: true }
  const room = { enter: () => {}, fail: (_error: unknown) => {} }
  const media: WarmUpOptions['media'] = {
    warm: (_access, { isCaller, isEarly }, signal) =>
      new Promise<void>((resolve, reject) => {
        done.push(`${isEarly ? 'early' : 'warm'}${isCaller ? '' : ', rung'}`)
        signal.addEventListener('abort', () => {
          done.push('left')
          reject(new CallError('WRONG_STATE'))
        })
        room.enter = resolve
        room.fail = reject
      }),
    open: async () => void done.push('open'),
    setCamera: async (isOn) => void done.push(`camera ${isOn ? 'on' : 'off'}`),
    setMicrophone: async (isOn) => void done.push(`microphone ${isOn ? 'on' : 'off'}`),
    ...options.media,
  } satisfies Pick<Media, 'warm' | 'open' | 'setCamera' | 'setMicrophone'>
  const warmUp = createWarmUp({
    isWarm: true,
    isEarly: false,
    access: async () => ({ url: '', token: '' }),
    enter: async () => void done.push('enter'),
    self: () => 'ann',
    wanted: () => wanted,
    ask: (change) => void Object.assign(wanted, change),
    onError: (error) => errors.push(error),
    ...options,
    media,
  })
  /** Everything that follows without the test's doing has followed. */
  const settled = () => new Promise((resolve) => setTimeout(resolve))
  return { warmUp, done, errors, wanted, room, settled }
}

const everything = ['warm', 'microphone on', 'camera on']

describe('warm ringing', () => {
  test('who calls enters, captures, and is open with the accept', async () => {
    const { warmUp, done, room, settled } = setup()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    expect(done).toEqual(everything)
    room.enter()
    await settled()
    expect(done).toEqual([...everything, 'enter'])
    expect(await warmUp.take('one 1')).toBe(true)
    expect(done).toEqual([...everything, 'enter', 'open'])
  })

  test('who is rung enters and captures nothing, whatever it switches', async () => {
    const { warmUp, done, room, settled } = setup()
    warmUp.follow('one 1', ring('ringing'))
    await settled()
    await warmUp.send('camera', true)
    room.enter()
    await settled()
    expect(done).toEqual(['warm, rung'])
    expect(await warmUp.take('one 1')).toBe(true)
  })

  test('once per ring, however often the state changes', async () => {
    const { warmUp, done, settled } = setup()
    for (let change = 0; change < 3; change += 1) warmUp.follow('one 1', ring('ringing'))
    await settled()
    expect(done).toEqual(['warm, rung'])
  })

  test('`warm: false` does nothing', async () => {
    const { warmUp, done, settled } = setup({ isWarm: false })
    warmUp.follow('one 1', ring('calling'))
    await settled()
    await warmUp.send('camera', true)
    expect(await warmUp.take('one 1')).toBe(false)
    expect(done).toEqual([])
  })

  test('early media is handed on', async () => {
    const { warmUp, done, settled } = setup({ isEarly: true })
    warmUp.follow('one 1', ring('ringing'))
    await settled()
    expect(done).toEqual(['early, rung'])
  })
})

describe('a warm room ends', () => {
  test('by cool(), before that returns: a cancel, a rejection, a timeout, an accept elsewhere', async () => {
    const { warmUp, done, room, settled } = setup()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    room.enter()
    await settled()
    warmUp.cool()
    expect(done.at(-1)).toBe('left')
    expect(await warmUp.take('one 1')).toBe(false)
  })

  test('by cool() while the right to enter is being fetched: nothing is entered later', async () => {
    let grant = (_access: { url: string; token: string }) => {}
    const access = () => new Promise<{ url: string; token: string }>((resolve) => (grant = resolve))
    const { warmUp, done, settled } = setup({ access })
    warmUp.follow('one 1', ring('calling'))
    warmUp.cool()
    grant({ url: '', token: '' })
    await settled()
    expect(done).toEqual([])
  })

  test('by darken(), and this ring has no other', async () => {
    const { warmUp, done, settled } = setup()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    warmUp.darken()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    expect(done).toEqual([...everything, 'left'])
    expect(await warmUp.take('one 1')).toBe(false)
  })

  test('by the next ring: of another call, of the same call once more', async () => {
    const { warmUp, done, settled } = setup()
    warmUp.follow('one 1', ring('ringing'))
    await settled()
    warmUp.follow('two 1', ring('ringing', 'two'))
    await settled()
    warmUp.follow('two 2', ring('ringing', 'two', 2))
    await settled()
    expect(done).toEqual(['warm, rung', 'left', 'warm, rung', 'left', 'warm, rung'])
    expect(await warmUp.take('two 1')).toBe(false)
  })

  test('not by an accept that comes while the caller is entering: that is waited for', async () => {
    const { warmUp, done, room, settled } = setup()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    const taken = warmUp.take('one 1')
    await settled()
    expect(done).toEqual(everything)
    room.enter()
    expect(await taken).toBe(true)
    expect(done).toEqual([...everything, 'open'])
  })

  test.each(['fails', 'is called off'])('by an entering that %s after the accept: the usual way in', async (how) => {
    const { warmUp, done, errors, room, settled } = setup()
    warmUp.follow('one 1', ring('calling'))
    await settled()
    const taken = warmUp.take('one 1')
    await settled()
    if (how === 'fails') room.fail(new CallError('MEDIA_FAILED'))
    else warmUp.cool()
    expect(await taken).toBe(false)
    expect([done.at(-1), errors]).toEqual(['left', []])
  })

  test('by the end of a call that was accepted while the right to enter was being fetched', async () => {
    let grant = (_access: { url: string; token: string }) => {}
    const access = () => new Promise<{ url: string; token: string }>((resolve) => (grant = resolve))
    const { warmUp, done, settled } = setup({ access })
    warmUp.follow('one 1', ring('calling'))
    const taken = warmUp.take('one 1')
    await settled()
    warmUp.darken()
    grant({ url: '', token: '' })
    expect(await taken).toBe(false)
    expect(done).toEqual([])
  })

  test('by an accept of who is rung that comes before it is ready: it is left, for the usual way in', async () => {
    const { warmUp, done, settled } = setup()
    warmUp.follow('one 1', ring('ringing'))
    await settled()
    expect(await warmUp.take('one 1')).toBe(false)
    expect(done).toEqual(['warm, rung', 'left'])
  })

  test('by its loss: the accept finds that it cannot be opened', async () => {
    const open = async () => {
      throw new CallError('WRONG_STATE')
    }
    const { warmUp, room, settled, errors } = setup({ media: { open } })
    warmUp.follow('one 1', ring('ringing'))
    await settled()
    room.enter()
    await settled()
    expect(await warmUp.take('one 1')).toBe(false)
    expect(errors).toEqual([])
  })

  test.each([new CallError('MEDIA_FAILED'), new CallError('NOT_ALLOWED'), new Error('a bug')])(
    'by a failure that nobody is told of: %s',
    async (cause) => {
      const { warmUp, wanted, room, errors, settled } = setup()
      warmUp.follow('one 1', ring('calling'))
      await settled()
      room.fail(cause)
      await settled()
      expect(await warmUp.take('one 1')).toBe(false)
      expect(errors).toEqual([])
      expect(wanted).toEqual({ camera: true, microphone: true })
    },
  )

  test('when the call server refuses the right to enter', async () => {
    const access = async () => {
      throw new CallError('WRONG_STATE')
    }
    const { warmUp, done, errors, settled } = setup({ access })
    warmUp.follow('one 1', ring('calling'))
    await settled()
    expect(await warmUp.take('one 1')).toBe(false)
    expect([done, errors]).toEqual([[], []])
  })
})

describe('what gets ready while calling', () => {
  const refusing = (code: 'PERMISSION_DENIED' | 'WRONG_STATE' | 'MEDIA_FAILED') => async () => {
    throw new CallError(code)
  }

  test('a refused camera is told once, and not wanted any more', async () => {
    const { warmUp, wanted, errors, settled } = setup({
      media: { setCamera: refusing('PERMISSION_DENIED') },
    })
    warmUp.follow('one 1', ring('calling'))
    await settled()
    expect(errors.map(({ code }) => code)).toEqual(['PERMISSION_DENIED'])
    expect(wanted).toEqual({ camera: false, microphone: true })
  })

  test('who switches it on hears of the refusal alone', async () => {
    const { warmUp, wanted, errors, settled } = setup({
      media: { setCamera: refusing('PERMISSION_DENIED') },
    })
    wanted.camera = false
    warmUp.follow('one 1', ring('calling'))
    await settled()
    wanted.camera = true
    await expect(warmUp.send('camera', true)).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    expect(errors).toEqual([])
    expect(wanted.camera).toBe(false)
  })

  test.each(['WRONG_STATE', 'MEDIA_FAILED'] as const)(
    'what the room refuses with %s waits for the accept',
    async (code) => {
      const { warmUp, wanted, errors, settled } = setup({ media: { setCamera: refusing(code) } })
      warmUp.follow('one 1', ring('calling'))
      await settled()
      await warmUp.send('camera', true)
      expect(errors).toEqual([])
      expect(wanted.camera).toBe(true)
    },
  )

  test('what is not wanted is not captured', async () => {
    const { warmUp, done, wanted, settled } = setup()
    wanted.camera = false
    warmUp.follow('one 1', ring('calling'))
    await settled()
    expect(done).toEqual(['warm', 'microphone on'])
  })
})

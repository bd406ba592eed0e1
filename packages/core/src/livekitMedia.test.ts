import { describe, expect, test, vi } from 'vitest'
import { LazyMedia, livekitMedia } from './livekitMedia.ts'
import type { Media, MediaFact } from './ports/media.ts'
import { noMedia } from './ports/noMedia.ts'

const access = { url: 'ws://localhost:1', token: '' }
const options = { self: 'ann', type: 'video' } as const

/** A shell whose other half arrives when the test says so. */
function lazy(changes: Partial<Media> = {}) {
  const inner: Media = { ...noMedia()({ volumeIntervalMs: 100 }), ...changes }
  let arrive: (media: Media) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const load = vi.fn<() => Promise<Media>>(
    () =>
      new Promise((resolve, reject) => {
        arrive = resolve
        fail = reject
      }),
  )
  return { media: new LazyMedia(load), load, arrive: () => arrive(inner), fail: (error: Error) => fail(error) }
}

describe('before anything is asked for', () => {
  test('nothing is fetched', () => {
    const { media, load } = lazy()
    media.onFact(() => {})
    media.onVolume('ann', () => {})
    expect(load).not.toHaveBeenCalled()
  })

  test('leaving, turning off and destroying do nothing and resolve', async () => {
    const { media, load } = lazy()
    await media.setCamera(false)
    await media.startAudio()
    await media.disconnect()
    await media.destroy()
    expect(load).not.toHaveBeenCalled()
  })

  test('no background is there from the start, and needs nothing', async () => {
    const { media, load } = lazy()
    await media.setBackground({ kind: 'none' })
    expect(load).not.toHaveBeenCalled()
  })

  test('the real shell has a room and opens nothing', () => {
    expect(livekitMedia()({ volumeIntervalMs: 100 }).hasRoom).toBe(true)
  })
})

test('whatever asks first fetches, all together once', async () => {
  const { media, load, arrive } = lazy()
  const all = Promise.all([media.preload(), media.getDevices(), media.connect(access, options)])
  arrive()
  await all
  expect(load).toHaveBeenCalledOnce()
})

test('whom I may meet is told before anything is asked for, as it is then', async () => {
  const done: string[] = []
  const { media, arrive } = lazy({
    setMembers: (userIDs) => void done.push(userIDs.join(' ')),
    connect: async () => void done.push('connect'),
  })
  media.setMembers(['ann'])
  media.setMembers(['ann', 'bob'])
  const connected = media.connect(access, options)
  arrive()
  await connected
  media.setMembers([])
  expect(done).toEqual(['ann bob', 'connect', ''])
})

test('a background is fetched for, and the one asked for last is there', async () => {
  const seen: string[] = []
  const { media, arrive } = lazy({
    async setBackground({ kind }) {
      seen.push(kind)
    },
  })
  const all = Promise.all([
    media.setBackground({ kind: 'blur' }),
    media.setBackground({ kind: 'none' }),
    media.setBackground({ kind: 'image', url: '/office.jpg' }),
    media.setBackground({ kind: 'none' }),
  ])
  arrive()
  await all
  expect(seen).toEqual(['blur', 'none', 'image', 'none'])
})

test('what was attached before reaches the adapter, what was taken off again does not', async () => {
  const seen: string[] = []
  const watch = (what: string) => () => {
    seen.push(`${what} on`)
    return () => void seen.push(`${what} off`)
  }
  const { media, arrive } = lazy({ onFact: watch('facts'), onVolume: watch('volume') })
  const stopFacts = media.onFact(() => {})
  media.onVolume('ann', () => {})()
  const loaded = media.preload()
  arrive()
  await loaded
  expect(seen).toEqual(['facts on'])
  stopFacts()
  expect(seen).toEqual(['facts on', 'facts off'])
})

test('facts come through', async () => {
  const fact: MediaFact = { kind: 'localTrack', source: 'camera', isOn: true }
  const { media, arrive } = lazy({
    onFact(listener) {
      listener(fact)
      return () => {}
    },
  })
  const heard: MediaFact[] = []
  media.onFact((told) => heard.push(told))
  const loaded = media.preload()
  arrive()
  await loaded
  expect(heard).toEqual([fact])
})

test('disconnect() while the code is fetched calls off what would open or capture something', async () => {
  const asked: string[] = []
  const { media, arrive } = lazy({
    connect: async () => void asked.push('connect'),
    setCamera: async () => void asked.push('camera'),
    preview: () => {
      throw new Error('a preview after leaving')
    },
  })
  const work = [
    media.connect(access, options),
    media.setCamera(true),
    media.preview({ camera: true, microphone: false }),
  ].map((promise) => expect(promise).rejects.toMatchObject({ code: 'WRONG_STATE' }))
  const devices = media.getDevices()
  await media.disconnect()
  arrive()
  await Promise.all(work)
  await expect(devices).resolves.toMatchObject({ cameraList: [] })
  expect(asked).toEqual([])
})

test('once loaded, disconnect() goes through before it returns', async () => {
  let isOff = false
  const { media, arrive } = lazy({
    disconnect: async () => {
      isOff = true
    },
  })
  const loaded = media.preload()
  arrive()
  await loaded
  const left = media.disconnect()
  expect(isOff).toBe(true)
  await left
})

test('destroy() while the code is fetched: what arrives is destroyed at once', async () => {
  const destroy = vi.fn<() => Promise<void>>(async () => {})
  const { media, arrive } = lazy({ destroy })
  const loaded = media.preload()
  await media.destroy()
  arrive()
  await expect(loaded).rejects.toMatchObject({ code: 'WRONG_STATE' })
  expect(destroy).toHaveBeenCalledOnce()
})

test('code that cannot be fetched is MEDIA_FAILED, and fetched again by the next who needs it', async () => {
  const { media, load, arrive, fail } = lazy()
  const first = media.preload()
  fail(new TypeError('Failed to fetch dynamically imported module'))
  await expect(first).rejects.toMatchObject({ code: 'MEDIA_FAILED' })
  const second = media.preload()
  arrive()
  await second
  expect(load).toHaveBeenCalledTimes(2)
})

test('after destroy() nothing is fetched any more', async () => {
  const { media, load } = lazy()
  await media.destroy()
  await expect(media.connect(access, options)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  await expect(media.setCamera(true)).rejects.toMatchObject({ code: 'WRONG_STATE' })
  expect(load).not.toHaveBeenCalled()
})

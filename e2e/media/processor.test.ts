import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { dark, lights, log } from './backgroundPages.ts'
import { captureAnew } from './captureAnew.ts'
import { startMediaPages, type MediaPages } from './mediaPages.ts'

/** The kinds of processor: one moves to the AudioContext that LiveKit has for it by then, one remains in its first. */
describe.each(['?processor', '?processor=settled'])('a page with %s', (query) => {
  let pages: MediaPages
  let room: string

  beforeAll(async () => {
    pages = await startMediaPages(inject('liveKit'), { query })
  })
  afterAll(() => pages.end())
  beforeEach(async () => {
    room = await pages.room()
  })
  afterEach(() => pages.closePages())

  /** Ann in the room, with nothing on. */
  async function entered(): Promise<Page> {
    const ann = await pages.open()
    await ann.evaluate(
      (access) => {
        port.noteCopies()
        return port.media.connect(access, { self: 'ann', type: 'video' })
      },
      await pages.access(room, 'tag1:ann'),
    )
    return ann
  }
  /** Waits until Bob hears the processor's tone from Ann. */
  async function hearsTone(bob: Page): Promise<void> {
    const isTone = () =>
      bob.evaluate(() => {
        for (const participant of port.room?.remoteParticipants.values() ?? []) {
          for (const { track } of participant.audioTrackPublications.values()) {
            if (track) globalThis.pitch ??= port.pitchOf(track.mediaStreamTrack)
          }
        }
        return Math.abs((globalThis.pitch?.() ?? 0) - port.toneHz) < 50
      })
    await expect.poll(isTone).toBe(true)
  }
  const isAnySentBare = (ann: Page) =>
    ann.evaluate(() => port.captures.some((track) => track.kind === 'audio' && port.sent.has(track)))
  const tracksAtBob = (bob: Page) =>
    bob.evaluate(() =>
      [...(port.room?.remoteParticipants.values() ?? [])].flatMap((participant) =>
        [...participant.trackPublications.values()].map(({ source }) => source),
      ),
    )
  const setMicrophone = (ann: Page, isOn: boolean) =>
    ann.evaluate((isOn) => port.code(port.media.setMicrophone(isOn)), isOn)

  test('the others hear the microphone as the processor has it, and never otherwise, whatever becomes of the microphone', async () => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await entered()
    expect(await setMicrophone(ann, true)).toBe('')
    await hearsTone(bob)
    expect(await setMicrophone(ann, false)).toBe('')
    const whileMuted = await ann.evaluate(
      () =>
        new Promise<ReturnType<typeof port.lights>>((resolve) => {
          const end = port.media.onMutedVolume((volume) => {
            if (volume <= 20) return
            resolve(port.lights())
            end()
          })
        }),
    )
    // The microphone's own sound is measured, by a copy: the processor gets silence.
    expect(whileMuted).toEqual({ camera: 0, microphone: 2 })
    expect(await setMicrophone(ann, true)).toBe('')
    await captureAnew(ann)
    await bob.evaluate(() => (globalThis.pitch = undefined))
    await hearsTone(bob)
    expect(await isAnySentBare(ann)).toBe(false)
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })

    await ann.evaluate(() => port.media.disconnect())
    expect(await lights(ann)).toEqual(dark)
    await expect.poll(() => ann.evaluate(() => [port.processing.running, port.openContexts])).toEqual([0, 0])
  })

  test('a preview takes no processor away from a call', async () => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await entered()
    await setMicrophone(ann, true)
    await ann.evaluate(async () => {
      const preview = await port.media.preview({ camera: false, microphone: true })
      await new Promise<void>((resolve) => preview.onVolume((volume) => volume > 20 && resolve()))
      preview.stop()
    })
    await hearsTone(bob)
    expect(await ann.evaluate(() => port.processing.steps)).toEqual(['init', 'started', 'restarted'])
  })

  test.each(['init', 'restart'])(
    'one whose %s fails leaves nothing on and nothing sent; the next try may do',
    async (step) => {
      const bob = await pages.enter(room, 'tag2:bob', 'ann')
      const ann = await entered()
      await ann.evaluate((step) => {
        const fail = () => {
          throw new DOMException('no model', 'NotFoundError')
        }
        if (step === 'init') port.processing.beforeInit = fail
        else
          port.processing.beforeRestart = () => {
            throw new Error('no worklet')
          }
      }, step)
      expect(await setMicrophone(ann, true)).toBe('MEDIA_FAILED')
      expect(await lights(ann)).toEqual(dark)
      if (step === 'init') {
        expect(await ann.evaluate(() => port.code(port.media.setCamera(true)))).toBe('MEDIA_FAILED')
        expect(await ann.evaluate(() => port.code(port.media.preview({ camera: true, microphone: true })))).toBe(
          'MEDIA_FAILED',
        )
        expect(await lights(ann)).toEqual(dark)
      }
      expect((await log(ann)).filter((line) => /^(my|error)/.test(line))).toEqual([])
      expect(await ann.evaluate(() => port.sent.size)).toBe(0)
      expect(await tracksAtBob(bob)).toEqual([])

      await ann.evaluate(() => {
        port.processing.beforeInit = () => {}
        port.processing.beforeRestart = () => {}
      })
      expect(await setMicrophone(ann, true)).toBe('')
      await hearsTone(bob)
    },
  )

  test('a microphone that is not wanted any more while its processor starts is off at once; the next one has the processor', async () => {
    const bob = await pages.enter(room, 'tag2:bob', 'ann')
    const ann = await entered()
    const begun = await ann.evaluate(async () => {
      const begun = new Promise<void>((resolve) => {
        const started = new Promise<void>((start) => (globalThis.start = start))
        port.processing.beforeInit = () => {
          resolve()
          return started
        }
      })
      globalThis.wish = port.media.setMicrophone(true)
      await begun
      return port.lights()
    })
    expect(begun).toEqual({ camera: 0, microphone: 1 })
    const meanwhile = await ann.evaluate(async () => {
      const off = port.media.setMicrophone(false)
      const lights = port.lights()
      await off
      globalThis.wish = port.media.setMicrophone(true)
      return lights
    })
    expect(meanwhile).toEqual(dark)
    await expect.poll(() => lights(ann)).toEqual({ camera: 0, microphone: 1 })
    await ann.evaluate(() => (start(), wish))
    await hearsTone(bob)
    expect(await isAnySentBare(ann)).toBe(false)
    expect(await ann.evaluate(() => port.processing.steps)).toEqual([
      ...['init', 'started', 'destroyed'],
      ...['init', 'started', 'restarted'],
    ])
    await ann.evaluate(() => port.media.disconnect())
    await expect.poll(() => ann.evaluate(() => [port.processing.running, port.openContexts])).toEqual([0, 0])
  })
})

declare global {
  /** The loudest frequency of what the page hears. */
  var pitch: (() => number) | undefined
  /** Lets the processor go on. */
  var start: () => void
  var wish: Promise<void>
}

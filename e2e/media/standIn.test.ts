import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { dark, factCount, lights, log } from './backgroundPages.ts'
import { captureAnew } from './captureAnew.ts'
import { startMediaPages, type MediaPages } from './mediaPages.ts'

let pages: MediaPages
let room: string

beforeAll(async () => {
  pages = await startMediaPages(inject('liveKit'))
})
afterAll(() => pages.end())
beforeEach(async () => {
  room = await pages.room()
})
afterEach(() => pages.closePages())

declare global {
  /** Answers the browser's questions for devices: those asked and those to come. */
  var answer: (refusal?: string) => void
  /** What switching on came to, `''` if on. */
  var switched: Promise<string[]>
}

/** Bob is in the room, Ann comes as who was rung and has accepted; her devices are asked for, and nobody has answered yet. */
async function opening(page = pages.open()): Promise<{ ann: Page; bob: Page }> {
  const bob = await pages.enter(room, 'tag2:bob', 'ann')
  const ann = await page
  await ann.evaluate(
    async (access) => {
      port.noteCopies()
      const answered = new Promise<string | undefined>((resolve) => (globalThis.answer = resolve))
      port.hooks.beforeCapture = async () => {
        const refusal = await answered
        if (refusal !== undefined) throw new DOMException('no', refusal)
      }
      port.media.attach('ann', 'camera', port.video('own'))
      const how = { self: 'ann', type: 'video', isCaller: false, isEarly: false } as const
      await port.media.warm(access, how, new AbortController().signal)
      await port.media.open()
      const wishes = [port.media.setMicrophone(true), port.media.setCamera(true)]
      globalThis.switched = Promise.all(wishes.map((wish) => port.code(wish)))
    },
    await pages.access(room, 'tag1:ann'),
  )
  return { ann, bob }
}

/** Ann's tracks as Bob has them. */
const tracksAtBob = (bob: Page) =>
  bob.evaluate(() =>
    [...(port.room?.remoteParticipants.values() ?? [])].flatMap((participant) =>
      [...participant.trackPublications.values()].map(
        ({ source, isSubscribed, isMuted }) =>
          `${source}${isSubscribed ? ' subscribed' : ''}${isMuted ? ' muted' : ''}`,
      ),
    ),
  )
async function untilStoodIn(bob: Page): Promise<void> {
  await expect.poll(() => tracksAtBob(bob)).toEqual(['microphone subscribed muted'])
}

const toldOfAnn = async (bob: Page) => (await log(bob)).filter((line) => line.startsWith('ann'))

test('while the devices are being opened the way of the sound is negotiated, and nobody is told of anything', async () => {
  const { ann, bob } = await opening()
  await untilStoodIn(bob)
  expect(await lights(ann)).toEqual(dark)
  expect(await toldOfAnn(bob)).toEqual([])
  expect(await ann.evaluate(() => port.video('own').srcObject)).toBeNull()

  const first = bob.evaluate(() => port.frames('remote', 1))
  expect(await ann.evaluate(() => (answer(), switched))).toEqual(['', ''])
  await first
  await expect.poll(async () => (await toldOfAnn(bob)).toSorted()).toEqual(['ann camera on', 'ann microphone on'])
  expect((await tracksAtBob(bob)).toSorted()).toEqual(['camera subscribed', 'microphone subscribed'])
  await ann.evaluate(() => port.frames('own', 2))
  expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
})

test('what stood in is a microphone like any other: off, on, captured anew, and another one', async () => {
  const { ann, bob } = await opening()
  await untilStoodIn(bob)
  await ann.evaluate(() => (answer(), switched))
  await ann.evaluate(() => port.media.setMicrophone(false))
  await expect.poll(() => toldOfAnn(bob)).toContain('ann microphone off')
  await ann.evaluate(() => port.media.setMicrophone(true))
  await captureAnew(ann)
  const from = await factCount(bob)
  const heard = () =>
    bob.evaluate(
      (from) =>
        Math.max(...port.facts.slice(from).map((fact) => (fact.kind === 'volume' ? (fact.levels.get('ann') ?? 0) : 0))),
      from,
    )
  await expect.poll(heard).toBeGreaterThan(20)
  await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 1 })
})

test('devices that are refused leave nothing behind, and may be had later', async () => {
  const { ann, bob } = await opening()
  await untilStoodIn(bob)
  expect(await ann.evaluate(() => (answer('NotAllowedError'), switched))).toEqual([
    'PERMISSION_DENIED',
    'PERMISSION_DENIED',
  ])
  await expect.poll(() => tracksAtBob(bob)).toEqual([])
  expect(await toldOfAnn(bob)).toEqual([])
  await ann.evaluate(async () => {
    port.hooks.beforeCapture = () => {}
    await port.media.setMicrophone(true)
  })
  await expect.poll(() => tracksAtBob(bob)).toEqual(['microphone subscribed'])
})

test('a microphone that is not wanted any more when it opens goes off, and is nowhere; the next wish brings it', async () => {
  const { ann, bob } = await opening()
  await untilStoodIn(bob)
  await ann.evaluate(() => port.media.setMicrophone(false))
  await expect.poll(() => tracksAtBob(bob)).toEqual([])
  expect(await ann.evaluate(() => (answer(), switched))).toEqual(['', ''])
  await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 0 })
  await ann.evaluate(() => port.media.setMicrophone(true))
  await expect.poll(() => toldOfAnn(bob)).toContain('ann microphone on')
  await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 1 })
})

test('a room that is left while the devices are being opened leaves nothing on', async () => {
  const { ann, bob } = await opening()
  await untilStoodIn(bob)
  const from = await factCount(ann)
  expect(await ann.evaluate(() => port.media.disconnect().then(() => (answer(), switched)))).toEqual([
    'WRONG_STATE',
    'WRONG_STATE',
  ])
  await expect.poll(() => ann.evaluate(() => port.captures.length)).toBe(2)
  await expect.poll(() => lights(ann)).toEqual(dark)
  await expect.poll(() => ann.evaluate(() => port.openContexts)).toBe(0)
  expect((await log(ann, from)).filter((line) => line.startsWith('my'))).toEqual([])
})

test('a microphone of two channels, which an app asks for, is sent as it is captured: nothing stands in for it', async () => {
  const stereo = await startMediaPages(inject('liveKit'), { query: '?stereo' })
  try {
    const { ann } = await opening(stereo.open())
    expect(await ann.evaluate(() => (answer(), switched))).toEqual(['', ''])
    const isAsCaptured = await ann.evaluate(() => {
      const [publication] = port.room?.localParticipant.audioTrackPublications.values() ?? []
      return port.captures.find(({ kind }) => kind === 'audio') === publication?.track?.mediaStreamTrack
    })
    expect(isAsCaptured).toBe(true)
  } finally {
    await stereo.end()
  }
})

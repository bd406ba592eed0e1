import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
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

const dark = { camera: 0, microphone: 0 }
const lights = (page: Page) => page.evaluate(() => port.lights())
const frames = (page: Page, id: string) => page.evaluate((id) => port.frames(id, 5), id)
const factCount = (page: Page) => page.evaluate(() => port.facts.length)
const log = (page: Page, from = 0) => page.evaluate((from) => port.log(from), from)
const levelsOf = (page: Page, userID: string) =>
  page.evaluate(
    (userID) => port.facts.flatMap((fact) => (fact.kind === 'volume' ? [fact.levels.get(userID) ?? -1] : [])),
    userID,
  )

/** Ann and Bob in one room, each with camera and microphone on, seeing each other. */
async function meet(): Promise<{ ann: Page; bob: Page }> {
  const ann = await pages.enter(room, 'tag1:ann', 'bob')
  const bob = await pages.enter(room, 'tag2:bob', 'ann')
  await Promise.all([frames(ann, 'remote'), frames(bob, 'remote'), frames(ann, 'own')])
  // Microphones come on ways of their own.
  await expect.poll(async () => (await levelsOf(ann, 'bob')).at(-1)).toBeGreaterThanOrEqual(0)
  await expect.poll(async () => (await levelsOf(bob, 'ann')).at(-1)).toBeGreaterThanOrEqual(0)
  return { ann, bob }
}

describe('two people', () => {
  test('see and hear each other', async () => {
    const { ann, bob } = await meet()
    await expect.poll(async () => Math.max(...(await levelsOf(ann, 'bob')))).toBeGreaterThan(20)
    await expect.poll(async () => Math.max(...(await levelsOf(ann, 'ann')))).toBeGreaterThan(20)
    await bob.evaluate(() => port.media.setMicrophone(false))
    await expect.poll(() => log(ann)).toContain('bob microphone off')
    await expect.poll(async () => (await levelsOf(ann, 'bob')).at(-1)).toBe(-1)
  })

  test('a camera that is off has its light off, and comes back in the same element', async () => {
    const { ann, bob } = await meet()
    await ann.evaluate(() => port.media.setCamera(false))
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    await expect.poll(() => log(bob)).toContain('ann camera off')
    await expect.poll(() => bob.evaluate(() => port.video('remote').srcObject)).toBeNull()
    await ann.evaluate(() => port.media.setCamera(true))
    await Promise.all([frames(bob, 'remote'), frames(ann, 'own')])
  })

  test('a shared screen is seen', async () => {
    const { ann, bob } = await meet()
    await bob.evaluate(() => void port.media.attach('ann', 'screen', port.video('screen')))
    expect(await ann.evaluate(() => port.code(port.media.setScreenShare(true)))).toBe('')
    await bob.evaluate(() => port.frames('screen', 1))
    await ann.evaluate(() => port.media.setScreenShare(false))
    await expect.poll(() => log(bob)).toContain('ann screen off')
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
  })

  test('leaving leaves nothing on and nothing open', async () => {
    const { ann } = await meet()
    const atOnce = await ann.evaluate(() => {
      const left = port.media.disconnect()
      const lights = port.lights()
      return left.then(() => lights)
    })
    expect(atOnce).toEqual(dark)
    await expect.poll(() => ann.evaluate(() => port.openContexts)).toBe(0)
    expect(await ann.evaluate(() => document.querySelectorAll('audio').length)).toBe(0)
  })
})

describe('devices', () => {
  test('are switched in a call and told as current', async () => {
    const { ann, bob } = await meet()
    const outcome = await ann.evaluate(async () => {
      const { cameraList, microphoneList, speakerList } = await port.media.getDevices()
      const [camera, microphone, speaker] = [cameraList, microphoneList, speakerList].map(
        (list) => list.at(-1)?.deviceID ?? '',
      )
      await port.media.switchDevice('camera', camera ?? '')
      await port.media.switchDevice('microphone', microphone ?? '')
      await port.media.switchDevice('speaker', speaker ?? '')
      const now = await port.media.getDevices()
      const told = port.facts.findLast((fact) => fact.kind === 'devices')
      return {
        isCurrent: [
          now.currentCameraID === camera,
          now.currentMicrophoneID === microphone,
          now.currentSpeakerID === speaker,
        ],
        isTold: JSON.stringify(told?.devices) === JSON.stringify(now),
        isHeardThere: document.querySelector('audio')?.sinkId === speaker,
        unknown: await port.code(port.media.switchDevice('camera', 'no such camera')),
      }
    })
    expect(outcome).toEqual({ isCurrent: [true, true, true], isTold: true, isHeardThere: true, unknown: 'NO_DEVICE' })
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
    await Promise.all([frames(bob, 'remote'), frames(ann, 'own')])
  })

  test.each([
    ['NotAllowedError', 'PERMISSION_DENIED'],
    ['NotFoundError', 'NO_DEVICE'],
    ['NotReadableError', 'DEVICE_IN_USE'],
  ])('%s is %s, and the next attempt may work', async (name, code) => {
    const ann = await pages.open()
    const outcome = await ann.evaluate(
      async ([access, name]) => {
        await port.media.connect(access, { self: 'ann', type: 'video' })
        port.hooks.beforeCapture = () => {
          throw new DOMException('no', name)
        }
        const first = await port.code(port.media.setCamera(true))
        port.hooks.beforeCapture = () => {}
        return [first, await port.code(port.media.setCamera(true))]
      },
      [await pages.access(room, 'tag1:ann'), name] as const,
    )
    expect(outcome).toEqual([code, ''])
    expect(await log(ann)).toEqual(['connected', 'my camera on'])
  })

  test('an unplugged camera is replaced by another; with none left it is off, and why is told', async () => {
    const { ann, bob } = await meet()
    const from = await factCount(ann)
    const unplug = () =>
      ann.evaluate(() => {
        const camera = port.captures.findLast(({ kind, readyState }) => kind === 'video' && readyState === 'live')
        camera?.stop()
        camera?.dispatchEvent(new Event('ended'))
      })
    await unplug()
    await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 1 })
    await frames(bob, 'remote')
    expect(await log(ann, from)).toEqual([])
    await ann.evaluate(() => {
      port.hooks.beforeCapture = (constraints) => {
        if (constraints?.video) throw new DOMException('none left', 'NotFoundError')
      }
      const { mediaDevices } = navigator
      const enumerate = mediaDevices.enumerateDevices.bind(mediaDevices)
      mediaDevices.enumerateDevices = async () => (await enumerate()).filter(({ kind }) => kind !== 'videoinput')
      mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await unplug()
    await expect.poll(() => log(ann, from)).toEqual(['my camera off', 'error NO_DEVICE'])
    expect(await lights(ann)).toEqual({ camera: 0, microphone: 1 })
    const told = () => ann.evaluate(() => port.facts.findLast((fact) => fact.kind === 'devices')?.devices)
    await expect.poll(told).toMatchObject({ cameraList: [], currentCameraID: '' })
  })

  test('noise suppression is switched in a call and kept for later', async () => {
    const { ann } = await meet()
    const settings = () =>
      ann.evaluate(
        () =>
          port.captures.findLast(({ kind, readyState }) => kind === 'audio' && readyState === 'live')?.getSettings()
            .noiseSuppression,
      )
    expect(await settings()).toBe(true)
    await ann.evaluate(() => port.media.setNoiseSuppression(false))
    expect(await settings()).toBe(false)
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
  })
})

describe('a capture that comes late', () => {
  test.each(['first', 'paused'])('after disconnect() goes off again: %s', async (kind) => {
    const ann = await pages.open()
    const outcome = await ann.evaluate(
      async ([access, kind]) => {
        await port.media.connect(access, { self: 'ann', type: 'video' })
        if (kind === 'paused') {
          await port.media.setCamera(true)
          await port.media.setCamera(false)
        }
        let answer = () => {}
        const asked = new Promise<void>((resolve) => {
          port.hooks.beforeCapture = () => {
            resolve()
            return new Promise<void>((allowed) => {
              answer = allowed
            })
          }
        })
        const on = port.code(port.media.setCamera(true))
        await asked
        const left = port.media.disconnect()
        const captured = port.captures.length
        answer()
        await left
        return { code: await on, captured }
      },
      [await pages.access(room, 'tag1:ann'), kind] as const,
    )
    expect(outcome.code).toBe('WRONG_STATE')
    // It did come, and went.
    await expect.poll(() => ann.evaluate(() => port.captures.length)).toBeGreaterThan(outcome.captured)
    await expect.poll(() => lights(ann)).toEqual(dark)
  })

  test.each([0, 10, 30, 60, 120, 250])('%i ms after joining began', async (delayMs) => {
    const ann = await pages.open()
    const outcome = await ann.evaluate(
      async ([access, delayMs]) => {
        const all = [
          port.media.connect(access, { self: 'ann', type: 'video' }),
          port.media.setCamera(true),
          port.media.setMicrophone(true),
        ].map((work) => port.code(work))
        await new Promise((resolve) => setTimeout(resolve, delayMs))
        const left = port.media.disconnect()
        const atOnce = port.lights()
        await left
        const codes = await Promise.all(all)
        return { atOnce, odd: codes.filter((code) => code !== '' && code !== 'WRONG_STATE') }
      },
      [await pages.access(room, 'tag1:ann'), delayMs] as const,
    )
    expect(outcome).toEqual({ atOnce: dark, odd: [] })
    await expect.poll(() => lights(ann)).toEqual(dark)
    expect(await ann.evaluate(() => port.code(port.media.setCamera(true)))).toBe('WRONG_STATE')
  })
})

describe('a network in trouble', () => {
  test('a short break of the signalling alarms nobody', async () => {
    const { ann, bob } = await meet()
    const from = [await factCount(ann), await factCount(bob)]
    await ann.evaluate(async () => {
      const back = new Promise<void>((resolve) => port.room?.once('reconnected', () => resolve()))
      await port.room?.simulateScenario('signal-reconnect')
      await back
    })
    await Promise.all([frames(ann, 'remote'), frames(bob, 'remote')])
    expect([await log(ann, from[0]), await log(bob, from[1])]).toEqual([[], []])
  })

  test('a full reconnection is told as such, nobody seems to leave, and pictures go on', async () => {
    const { ann, bob } = await meet()
    const from = await factCount(ann)
    await ann.evaluate(() => port.room?.simulateScenario('full-reconnect'))
    await expect.poll(() => log(ann, from), { timeout: 15_000 }).toEqual(['reconnecting', 'connected'])
    await Promise.all([frames(ann, 'remote'), frames(bob, 'remote'), frames(ann, 'own')])
    await expect.poll(async () => (await levelsOf(ann, 'bob')).slice(-5).some((level) => level > 0)).toBe(true)
    expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
    expect(await log(ann, from)).toEqual(['reconnecting', 'connected'])
  })

  test('a place that is gone is lost; the next room goes on with what was sent', async () => {
    const { ann, bob } = await meet()
    const from = await factCount(ann)
    await pages.rooms.removeParticipant(room, 'tag1:ann')
    await expect.poll(() => log(ann, from)).toEqual(['lost NOT_FOUND'])
    expect(await lights(ann)).toEqual(dark)
    await ann.evaluate(
      (access) => port.media.connect(access, { self: 'ann', type: 'video' }),
      await pages.access(room, 'tag1:ann'),
    )
    await Promise.all([frames(ann, 'remote'), frames(bob, 'remote'), frames(ann, 'own')])
    await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 1 })
    expect(await log(ann, from)).toEqual(['lost NOT_FOUND', 'connected'])
  })

  test('between two rooms a camera can be turned off and on, and the next room has it', async () => {
    const { ann, bob } = await meet()
    const from = await factCount(ann)
    await pages.rooms.removeParticipant(room, 'tag1:ann')
    await expect.poll(() => log(ann, from)).toEqual(['lost NOT_FOUND'])
    await ann.evaluate(async () => {
      await port.media.setCamera(false)
      await port.media.setCamera(true)
      await port.media.setMicrophone(false)
    })
    expect(await ann.evaluate(() => port.code(port.media.setScreenShare(true)))).toBe('WRONG_STATE')
    expect(await lights(ann)).toEqual(dark)
    await ann.evaluate(
      (access) => port.media.connect(access, { self: 'ann', type: 'video' }),
      await pages.access(room, 'tag1:ann'),
    )
    await Promise.all([frames(bob, 'remote'), frames(ann, 'own')])
    await expect.poll(() => lights(ann)).toEqual({ camera: 1, microphone: 0 })
  })

  test('a room that is deleted is lost, and cannot be entered again', async () => {
    const { ann } = await meet()
    const from = await factCount(ann)
    await pages.rooms.deleteRoom(room)
    // LiveKit puts the two out in an order of its own: bob may be seen leaving before ann's own turn comes.
    const ofAnn = async () => (await log(ann, from)).filter((fact) => !fact.startsWith('bob '))
    await expect.poll(ofAnn).toEqual(['lost NOT_FOUND'])
    const access = await pages.access(room, 'tag1:ann')
    const enter = (access: { url: string; token: string }) =>
      ann.evaluate((access) => port.code(port.media.connect(access, { self: 'ann', type: 'video' })), access)
    expect(await enter(access)).toBe('NOT_FOUND')
    expect(await enter({ ...access, token: `${access.token}x` })).toBe('NOT_ALLOWED')
    expect(await enter({ ...access, url: 'ws://127.0.0.1:9' })).toBe('MEDIA_FAILED')
    expect(await lights(ann)).toEqual(dark)
  })

  test('what was asked for while a room could not be entered is on in the next one', async () => {
    const ann = await pages.open()
    const outcome = await ann.evaluate(
      async (access) => {
        const first = port.code(
          port.media.connect({ ...access, url: 'ws://127.0.0.1:9' }, { self: 'ann', type: 'video' }),
        )
        const microphone = port.code(port.media.setMicrophone(true))
        const codes = [await first, await microphone]
        await port.media.connect(access, { self: 'ann', type: 'video' })
        return codes
      },
      await pages.access(room, 'tag1:ann'),
    )
    expect(outcome).toEqual(['MEDIA_FAILED', ''])
    await expect.poll(() => log(ann)).toEqual(['connected', 'my microphone on'])
  })
})

describe('a user who is there twice, as after a reload', () => {
  test('is seen while one of the two sends, without a word when the old one goes', async () => {
    const { ann, bob } = await meet()
    const from = await factCount(ann)
    const again = await pages.enter(room, 'tag3:bob', 'ann')
    await frames(again, 'remote')
    // Ann has both tracks of the new one before the old one goes.
    const sentAgain = () =>
      ann.evaluate(() => {
        const publications = port.room?.remoteParticipants.get('tag3:bob')?.trackPublications.values() ?? []
        return [...publications].filter(({ track, isMuted }) => track && !isMuted).length
      })
    await expect.poll(sentAgain).toBe(2)
    await bob.evaluate(() => port.media.disconnect())
    await frames(ann, 'remote')
    expect(await log(ann, from)).toEqual([])
    expect(await log(again)).toEqual(expect.arrayContaining(['connected', 'ann camera on']))
    expect(await log(again)).not.toContain('bob camera on')
    await again.evaluate(() => port.media.disconnect())
    await expect.poll(() => log(ann, from)).toEqual(expect.arrayContaining(['bob camera off', 'bob microphone off']))
  })
})

test('a preview shows and hears its owner, sends nothing, and goes off', async () => {
  const ann = await pages.open()
  const outcome = await ann.evaluate(async () => {
    const preview = await port.media.preview({ camera: true, microphone: true })
    const detach = preview.attach(port.video('own'))
    const heard = new Promise<void>((resolve) => preview.onVolume((volume) => volume > 20 && resolve()))
    await Promise.all([port.frames('own', 5), heard])
    const during = port.lights()
    detach()
    preview.stop()
    preview.stop()
    return { during, after: port.lights(), shown: port.video('own').srcObject }
  })
  expect(outcome).toEqual({ during: { camera: 1, microphone: 1 }, after: dark, shown: null })
  await expect.poll(() => ann.evaluate(() => port.openContexts)).toBe(0)
})

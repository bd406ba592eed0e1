import { SignalResponse } from '@livekit/protocol'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import type { CallEngineOptions } from '@ringkit/core'
import { startCallPages, type CallPages } from './callPages.ts'

let pages: CallPages
let people = 0

beforeAll(async () => {
  // LiveKit's webhooks lead to another call server: nothing here needs them.
  pages = await startCallPages(inject('liveKit'))
})
afterAll(() => pages.end())
afterEach(() => pages.closePages())

const dark = { camera: 0, microphone: 0 }
const lights = (page: Page) => page.evaluate(() => phone.lights())
const asked = (page: Page) => page.evaluate(() => phone.asked)
const received = (page: Page) => page.evaluate(() => phone.received())
const events = (page: Page) => page.evaluate(() => phone.events)
const statusOf = (page: Page) => page.evaluate(() => phone.engine.store.getState().status)
const until = (page: Page, status: string) => page.evaluate((is) => phone.untilStatus(is), status)
const patience = { timeout: 20_000, interval: 50 }

interface Ringing {
  ann: Page
  bob: Page
  annID: string
  bobID: string
  /** How many devices are in the call's room. */
  present(): Promise<number>
}

/** Ann calls Bob; `before` runs first. */
async function ringing(
  options: Partial<CallEngineOptions> = {},
  before: (ann: Page, bob: Page) => Promise<unknown> = async () => {},
): Promise<Ringing> {
  people += 1
  const [annID, bobID] = [`ann${people}`, `bob${people}`]
  const [ann, bob] = [await pages.person(annID, options), await pages.person(bobID, options)]
  await before(ann, bob)
  const { callID } = await ann.evaluate((userID) => phone.engine.call({ userIDList: [userID], type: 'video' }), bobID)
  await until(bob, 'ringing')
  const present = async () => {
    const room = (await pages.rooms.listRooms()).find(({ name }) => name.includes(callID))
    return room ? (await pages.rooms.listParticipants(room.name)).length : 0
  }
  return { ann, bob, annID, bobID, present }
}

/** Both wait in the room, and Bob is ready for Ann's two tracks. */
async function warm(options: Partial<CallEngineOptions> = {}): Promise<Ringing> {
  const call = await ringing(options)
  await expect.poll(() => call.present(), patience).toBe(2)
  await expect.poll(async () => (await received(call.bob)).tracks, patience).toBeGreaterThanOrEqual(2)
  return call
}

test('while it rings both wait in the room: the callee is not captured and gets not one packet of the caller', async () => {
  const { ann, bob, annID, bobID } = await warm()
  await bob.evaluate((userID) => phone.show(userID), annID)
  expect(await lights(ann)).toEqual({ camera: 1, microphone: 1 })
  // Whatever LiveKit would put back into the sender: another device, another capture, a camera that was off.
  await ann.evaluate(async () => {
    const { engine } = phone
    const { cameraList } = await engine.getDevices()
    await engine.switchDevice('camera', cameraList.at(-1)?.deviceID ?? '')
    await engine.setNoiseSuppression(false)
    await engine.setCamera(false)
  })
  expect((await lights(ann)).camera).toBe(0)
  await ann.evaluate(() => phone.engine.setCamera(true))
  expect((await lights(ann)).camera).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(await received(bob)).toMatchObject({ packets: 0, frames: 0 })
  expect(await bob.evaluate(() => document.querySelector('video')?.srcObject ?? null)).toBeNull()
  expect(await asked(bob)).toBe(0)
  for (const page of [ann, bob]) {
    expect((await events(page)).filter((event) => /^(USER_|ERROR|RECONNECT|CALL_BEGIN)/.test(event))).toEqual([])
  }

  await ann.evaluate((userID) => phone.showWhenConnected(userID), bobID)
  const frames = [bob, ann].map((page) => page.evaluate(() => phone.firstFrame()))
  await bob.click('#accept')
  await Promise.all(frames)
  expect(await lights(bob)).toEqual({ camera: 1, microphone: 1 })
  for (const [page, other] of [
    [ann, bobID],
    [bob, annID],
  ] as const) {
    await expect.poll(() => events(page), patience).toContain(`USER_VIDEO_AVAILABLE ${seen(other)}`)
    const told = await events(page)
    expect(told.filter((event) => event.startsWith('USER_ENTER'))).toEqual([`USER_ENTER {"userID":"${other}"}`])
    expect(told.findIndex((event) => event.startsWith('USER_ENTER'))).toBeLessThan(
      told.findIndex((event) => event.startsWith('USER_VIDEO')),
    )
    expect(told.filter((event) => /^(ERROR|RECONNECT)/.test(event))).toEqual([])
  }
})
const seen = (userID: string) => JSON.stringify({ userID, isVideoAvailable: true })

test('while it rings the connection by which the callee will send stands, and no device of the callee is on or asked for', async () => {
  const { bob } = await warm()
  const sending = () => bob.evaluate(() => phone.sending())
  await expect.poll(sending, patience).toEqual(['connected'])
  expect(await statusOf(bob)).toBe('ringing')
  expect([await asked(bob), await lights(bob)]).toEqual([0, dark])
  await bob.click('#accept')
  await expect.poll(() => lights(bob), patience).toEqual({ camera: 1, microphone: 1 })
  expect(await sending()).toEqual(['connected'])
})

test("the caller's preview shows what is captured for the call: the camera is opened once, and the picture stays", async () => {
  const { ann, bob } = await warm()
  const before = await asked(ann)
  const seen = await ann.evaluate(async () => {
    const preview = await phone.engine.preview({ camera: true, microphone: false })
    const element = document.createElement('video')
    element.muted = true
    element.autoplay = true
    preview.attach(element)
    await new Promise((resolve) => element.addEventListener('loadeddata', resolve, { once: true }))
    phone.own = element
    return phone.lights().camera
  })
  expect([seen, await asked(ann)]).toEqual([1, before])
  const stream = await ann.evaluateHandle(() => phone.own?.srcObject)
  await bob.click('#accept')
  await until(ann, 'connected')
  expect(await ann.evaluate((then) => phone.own?.srcObject === then, stream)).toBe(true)
  expect([(await lights(ann)).camera, await asked(ann)]).toEqual([1, before])
})

test('what LiveKit said of connections while it rang is known in the call', async () => {
  const judged = new Set<Page>()
  const listen = (page: Page) =>
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => {
        if (typeof payload === 'string') return
        if (SignalResponse.fromBinary(payload).message.case === 'connectionQuality') judged.add(page)
      }),
    )
  const { ann, annID, bob } = await ringing({}, async (...both) => both.forEach(listen))
  // Both: somebody new would make LiveKit say it to everybody again, as it else does only when something changes.
  await expect.poll(() => judged.size, patience).toBe(2)
  await bob.click('#accept')
  await until(ann, 'connected')
  const own = async () => {
    const told = (await events(ann)).filter((event) => event.startsWith('NETWORK_QUALITY')).at(-1) ?? ''
    return told.includes(`"userID":"${annID}"`) && !told.includes(`"userID":"${annID}","quality":"unknown"`)
  }
  await expect.poll(own, patience).toBe(true)
})

test('a cancelled ring leaves nobody in the room and no light on, by the time the state says so', async () => {
  const { ann, bob, present } = await warm()
  const left = await ann.evaluate(async () => {
    let lightsThen = {}
    phone.engine.store.subscribe(({ status }) => status === 'idle' && (lightsThen = phone.lights()))
    await phone.engine.hangup()
    return lightsThen
  })
  expect(left).toEqual(dark)
  await until(bob, 'idle')
  await expect.poll(present, patience).toBe(0)
  expect(await asked(bob)).toBe(0)
})

test('a camera that is switched off while it gets ready is off when that settles', async () => {
  const { ann } = await ringing()
  await expect.poll(async () => (await lights(ann)).camera, patience).toBeGreaterThan(0)
  const left = await ann.evaluate(async () => {
    await phone.engine.setCamera(false)
    return phone.lights().camera
  })
  expect(left).toBe(0)
})

test('early media, wanted at both ends, is seen before the accept', async () => {
  const { ann, bob, annID } = await ringing({ earlyMedia: true })
  const first = bob.evaluate(() => phone.firstFrame())
  await bob.evaluate((userID) => phone.show(userID), annID)
  await first
  expect([await statusOf(ann), await statusOf(bob)]).toEqual(['calling', 'ringing'])
  expect(await lights(bob)).toEqual(dark)
  expect((await events(bob)).filter((event) => event.startsWith('USER_'))).toEqual([])
})

test('`warm: false`: nobody is in the room and nothing is captured before the accept', async () => {
  const { ann, bob, annID, present } = await ringing({ warm: false })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  expect(await present()).toBe(0)
  expect([await asked(ann), await asked(bob)]).toEqual([0, 0])
  const first = bob.evaluate(() => phone.firstFrame())
  await bob.evaluate((userID) => phone.showWhenConnected(userID), annID)
  await bob.click('#accept')
  await first
})

test('a camera and microphone that are refused while calling: ERROR says why, and the call goes on', async () => {
  const { ann, bob } = await ringing({}, (page) => page.evaluate(() => phone.refuse()))
  await expect
    .poll(async () => (await events(ann)).filter((event) => /^ERROR.*PERMISSION_DENIED/.test(event)), patience)
    .toHaveLength(2)
  expect(await ann.evaluate(() => phone.engine.store.getState().wanted)).toEqual({ camera: false, microphone: false })
  await bob.click('#accept')
  await until(ann, 'connected')
  await expect.poll(async () => (await lights(bob)).camera, patience).toBe(1)
})

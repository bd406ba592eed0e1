/** Tencent's own Vue kit, unmodified, on our call server and a real LiveKit: one alias is all that is changed. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { createCallServer } from '../../packages/server/src/index.ts'
import { gatherKitPeople, type KitPerson } from './kitPeople.ts'

let callServerURL: string
let stop: () => Promise<void>
beforeAll(async () => {
  const port = await freeTCPPort()
  const server = createCallServer({
    // The kit passes what the app gave it as `userSig`.
    authenticate: (userSig) => Promise.resolve({ userID: userSig, name: userSig.toUpperCase() }),
    livekit: inject('liveKit'),
    logLevel: 'warn',
  })
  await server.listen(port)
  callServerURL = `http://localhost:${port}`
  stop = () => server.close()
})
afterAll(async () => {
  await stop?.()
})

const { person } = gatherKitPeople()
/** The clock of a call that has begun. */
const running = /^00:\d\d:(?!00$)\d\d$/
const open = (userID: string) => person(userID, { server: callServerURL, userSig: userID })

async function expectOver(...people: readonly KitPerson[]): Promise<void> {
  for (const each of people) await each.isOver()
}

test('dial, ring, accept with frames and sound both ways, hang up', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await ann.asks('call', { userID: 'bob', type: 2 })
  await bob.isRung()
  expect(await bob.lights()).toEqual({ camera: 0, microphone: 0 })
  await bob.press('Accept')
  await ann.sees('ann', 'bob')
  await bob.sees('ann', 'bob')
  await ann.hears('bob')
  await bob.hears('ann')
  await bob.tile('ann').getByText('ANN').waitFor()
  await bob.press('Hang up')
  await expectOver(ann, bob)
})

test('microphone and camera off and on, minimise, video to audio', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await ann.asks('call', { userID: 'bob', type: 2 })
  await bob.press('Accept')
  await bob.sees('ann')
  await bob.showsMuted('ann', false)

  await ann.press('Microphone')
  await bob.showsMuted('ann', true)
  await ann.press('Microphone')
  await bob.showsMuted('ann', false)
  await bob.hears('ann')
  await ann.press('Camera')
  await ann.tile('ann').locator('video').waitFor({ state: 'detached' })
  await expect.poll(() => ann.lights()).toEqual({ camera: 0, microphone: 1 })
  await ann.press('Camera')
  await ann.sees('ann')
  await bob.sees('ann')

  await ann.page.locator('.toggleSize .minimize').first().click()
  const small = ann.page.locator('.float-control-panel')
  await small.waitFor()
  await ann.tile('bob').waitFor({ state: 'hidden' })
  expect(await ann.screen.boundingBox()).toMatchObject({ width: 168, height: 56 })
  // Hang up, microphone, back to the whole screen.
  await small.locator('.float-control-item-icon-container').nth(1).click()
  await bob.showsMuted('ann', true)
  await bob.sees('ann')
  await small.locator('.float-control-item-icon-container').nth(2).click()
  await small.waitFor({ state: 'detached' })
  await ann.sees('ann', 'bob')

  await ann.press('Switch to audio')
  await bob.tile('bob').locator('video').waitFor({ state: 'detached' })
  expect(await bob.page.getByText('Switch to audio').count()).toBe(0)
  for (const each of [ann, bob]) await expect.poll(async () => (await each.lights()).camera).toBe(0)
  await ann.hears('bob')
  await ann.press('Hang up')
  await expectOver(ann, bob)
})

test('hang up from the minimised screen', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await ann.asks('call', { userID: 'bob', type: 1 })
  await bob.press('Accept')
  await ann.page.getByText(running).waitFor()
  await bob.page.locator('.toggleSize .minimize').first().click()
  await bob.page.locator('.float-control-item-icon-container').first().click()
  await expectOver(ann, bob)
})

test('decline, then cancel', async () => {
  const [ann, bob] = [await open('ann'), await open('bob')]
  await ann.asks('call', { userID: 'bob', type: 1 })
  await bob.press('Decline')
  await ann.page.getByText('other side reject call').waitFor()
  await expectOver(ann, bob)

  await ann.asks('call', { userID: 'bob', type: 1 })
  await bob.isRung()
  await ann.press('Hang up')
  await expectOver(ann, bob)
})

test('no answer, then busy', async () => {
  const [ann, bob, carol] = [await open('ann'), await open('bob'), await open('carol')]
  await ann.asks('call', { userID: 'bob', type: 1, timeout: 5 })
  await bob.isRung()
  await expectOver(ann, bob)

  await ann.asks('call', { userID: 'bob', type: 1 })
  await bob.press('Accept')
  await ann.page.getByText(running).waitFor()
  await carol.asks('call', { userID: 'bob', type: 1 })
  await carol.page.getByText('other side line busy').waitFor()
  await expectOver(carol)
  expect(await bob.screen.count()).toBe(1)
  await ann.press('Hang up')
  await expectOver(ann, bob)
})

test('a group of three with one silent', async () => {
  const [ann, bob, carol] = [await open('ann'), await open('bob'), await open('carol')]
  await ann.asks('groupCall', { userIDList: ['bob', 'carol'], groupID: 'team', type: 2, timeout: 8 })
  await bob.press('Accept')
  await carol.isRung()
  await ann.sees('bob')
  await bob.sees('ann')
  await expectOver(carol)
  await bob.tile('carol').waitFor({ state: 'detached' })
  await bob.press('Hang up')
  await expectOver(ann, bob)
})

test('a group of three, all connected; one leaves and is invited again', async () => {
  const [ann, bob, carol] = [await open('ann'), await open('bob'), await open('carol')]
  await ann.asks('groupCall', { userIDList: ['bob', 'carol'], groupID: 'team', type: 2 })
  await bob.press('Accept')
  await carol.press('Accept')
  await ann.sees('ann', 'bob', 'carol')
  await bob.sees('ann', 'bob', 'carol')
  await carol.sees('ann', 'bob', 'carol')

  await carol.press('Hang up')
  await expectOver(carol)
  await ann.tile('carol').waitFor({ state: 'detached' })
  await ann.asks('inviteUser', { userIDList: ['carol'] })
  await carol.press('Accept')
  await carol.sees('ann', 'bob')
  // Everybody once: who invites comes beside the list.
  expect(await carol.page.locator('.group-user-view').count()).toBe(3)
  // Their kit gives those who were there before no new tile for somebody invited later; the call itself has her.
  await ann.hears('carol')
  await bob.hears('carol')
  await ann.press('Hang up')
  await bob.press('Hang up')
  // The last one is alone: her call ends by itself.
  await expectOver(ann, bob, carol)
})

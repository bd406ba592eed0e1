import { expect, test } from 'vitest'
import { signIdentity } from '../packages/server/src/cli/jwt.ts'
import { brokenConnections, startOwnCallServer, startWire } from './callServer.ts'
import { gatherPeople } from './people.ts'

const { people, person } = gatherPeople()

test('SDK_READY once per login; others see who comes and goes', async () => {
  const [ann, bob] = await people(['Ann', 'Bob'])
  const box = ann.page.getByRole('checkbox', { name: bob.name, exact: true })
  await box.waitFor()
  await bob.press('Sign out')
  await box.waitFor({ state: 'detached' })
  await bob.page.getByRole('textbox', { name: 'Your name' }).waitFor()
  expect(await ann.log()).toEqual([{ event: 'SDK_READY', payload: { userID: ann.userID } }])
})

test('a call needs somebody to be ticked, and says so', async () => {
  const ann = await person('Ann')
  for (const name of ['Video call', 'Audio call']) {
    expect(await ann.button(name).isDisabled()).toBe(true)
    const reason = await ann.button(name).evaluate((button) => {
      return document.getElementById(button.getAttribute('aria-describedby') ?? '')?.textContent
    })
    expect(reason).toBe('Tick whom to call.')
  }
})

test('a refused camera and microphone: ERROR says so, and the call goes on without them', async () => {
  const [ann, bob] = await Promise.all([person('Ann', { permission: 'deny' }), person('Bob')])
  await bob.calls([ann], 'video')
  await ann.accept()
  expect(await ann.heard('ERROR')).toMatchObject({ code: 'PERMISSION_DENIED' })
  await ann.heard('ERROR', 2)
  await ann.heard('USER_ENTER')
  await bob.heard('USER_ENTER')
  await ann.sees(bob)
  await bob.hangUp()
  await ann.heard('CALLING_END')
  await bob.heard('CALLING_END')
  const codes = (await ann.all('ERROR')).map(({ code }) => code)
  expect(new Set(codes)).toEqual(new Set(['PERMISSION_DENIED']))
  expect(await bob.story()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END'])
  for (const event of ['USER_VIDEO_AVAILABLE', 'USER_AUDIO_AVAILABLE'] as const) {
    expect(await bob.all(event), 'what never came is not told').toEqual([])
  }
})

test('KICKED_OUT repeatLogin: policy single, in a call', async () => {
  const { url: server } = await startOwnCallServer({ sessions: 'single' })
  const [ann, bob] = await people(['Ann', 'Bob'], { server })
  await ann.calls([bob], 'video')
  await bob.accept()
  await ann.heard('USER_ENTER')
  await bob.sees(ann)

  const later = await person(ann.name, { server, isSame: true })
  expect(await ann.heard('KICKED_OUT')).toEqual({ reason: 'repeatLogin' })
  expect(await ann.lights()).toEqual({ camera: 0, microphone: 0 })
  const { callID } = await bob.heard('CALL_BEGIN')
  expect(await bob.heard('CALLING_END')).toMatchObject({ callID, userID: ann.userID, reason: 'removed' })
  expect(await bob.story()).toEqual(['SDK_READY', 'INVITED', 'CALL_BEGIN', 'USER_ENTER', 'USER_LEAVE', 'CALLING_END'])
  expect(await ann.story()).toEqual(['SDK_READY', 'USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'KICKED_OUT'])
  expect(await later.story()).toEqual(['SDK_READY'])
  await later.page.getByText('Ready for calls').waitFor()
})

test('KICKED_OUT removed: the server signs somebody out, and they come back by themselves only', async () => {
  const { url: server, server: callServer } = await startOwnCallServer()
  const [ann, bob] = await people(['Ann', 'Bob'], { server })
  await callServer.kick(ann.userID)
  expect(await ann.heard('KICKED_OUT')).toEqual({ reason: 'removed' })
  await ann.page.getByRole('region', { name: 'Signed out' }).getByRole('alert').waitFor()
  expect(await bob.story()).toEqual(['SDK_READY'])
  await ann.press('Sign in again')
  expect(await ann.heard('SDK_READY', 2)).toEqual({ userID: ann.userID })
  await ann.calls([bob], 'audio')
  await bob.heard('INVITED')
})

test('an expired token is refused at login, and the page offers a way back', async () => {
  const secret = crypto.getRandomValues(new Uint8Array(32))
  const { url: server } = await startOwnCallServer({ secret })
  const ann = await person('Ann', { server })
  const token = await signIdentity({ userID: ann.userID, name: ann.name }, secret, -1)
  await ann.page.evaluate((expired) => {
    const kept: unknown = JSON.parse(sessionStorage.getItem('ringkit-demo:identity') ?? '')
    sessionStorage.setItem('ringkit-demo:identity', JSON.stringify(Object.assign(Object(kept), { token: expired })))
  }, token)
  await ann.page.reload()
  const refusal = ann.page.getByRole('region', { name: 'Signed out' }).getByRole('alert')
  await refusal.waitFor()
  expect(await refusal.textContent()).toMatch(/\w/)
  expect(await ann.story()).toEqual([])
  await ann.press('Sign in again')
  expect(await ann.heard('SDK_READY')).toEqual({ userID: ann.userID })
})

test('a server that is down at login: a sentence after 10 s, and in once it is there', async () => {
  const wire = await startWire()
  const ann = await person('Ann', { server: wire.url, expectedErrors: brokenConnections })
  wire.cut()
  const since = performance.now()
  await ann.page.reload()
  const refusal = ann.page.getByRole('region', { name: 'Signed out' }).getByRole('alert')
  await refusal.waitFor()
  expect(performance.now() - since).toBeGreaterThan(9000)
  expect(await refusal.textContent()).toMatch(/server/i)
  wire.mend()
  expect(await ann.heard('SDK_READY')).toEqual({ userID: ann.userID })
})

test('a server that is down when a name is given: the form says so', async () => {
  const wire = await startWire()
  const ann = await person('Ann', { server: wire.url, expectedErrors: brokenConnections })
  await ann.press('Sign out')
  wire.cut()
  await ann.page.getByRole('textbox', { name: 'Your name' }).fill('Ann')
  await ann.press('Sign in')
  await expect.poll(() => ann.page.getByRole('alert').textContent(), { timeout: 10_000 }).toContain('does not answer')
})

/** @vitest-environment jsdom */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codes } from './compatibility.ts'
import { createTUICallEngine } from './createTUICallEngine.ts'
import { errorCodes, parameterCodes } from './errorCodes.ts'
import { createParty, type Party } from './testing/party.ts'
import { TUICallEngine } from './TUICallEngine.ts'

let party: Party
beforeEach(async () => {
  document.body.innerHTML = '<div id="me"></div>'
  party = await createParty()
})
afterEach(() => party.simulator.destroy())

async function inCall(): Promise<void> {
  await party.ann.call({ userID: 'bob', type: 2 })
  await party.bob.engine.accept()
  await party.pass(1)
}

/** What a method rejects with, however long it takes. */
async function rejection(run: () => Promise<unknown>, seconds = 0): Promise<unknown> {
  const outcome = run().then(
    () => 'resolved',
    (error: unknown) => error,
  )
  await party.pass(seconds)
  return outcome
}
const withCode = (code: number, callCode: string) => expect.objectContaining({ code, callCode })

/** What brings each code about. */
const proofs: Record<string, () => Promise<void>> = {
  async '-1101'() {
    party.annHerself.denyCamera()
    expect(await rejection(() => party.ann.openCamera('me'))).toEqual(withCode(-1101, 'PERMISSION_DENIED'))
    party.annHerself.denyMicrophone()
    await inCall()
    expect(party.last('ERROR')).toMatchObject({ code: -1101, callCode: 'PERMISSION_DENIED' })
  },
  async '-1102'() {
    await inCall()
    party.annHerself.loseMedia()
    party.annHerself.cutMedia()
    await party.pass(20)
    expect(party.last('ERROR')).toMatchObject({ code: -1102, callCode: 'MEDIA_FAILED' })
  },
  async '-1201'() {
    await party.ann.logout()
    const call = () => party.ann.call({ userID: 'bob', type: 1 })
    expect(await rejection(call)).toEqual(withCode(-1201, 'NOT_LOGGED_IN'))
    expect(() => TUICallEngine.call({ userID: 'bob', type: 1 })).toThrow(withCode(-1201, 'NOT_LOGGED_IN'))
  },
  async '-1202'() {
    const call = () => party.ann.call({ userID: 'bob', type: 1, timeout: 601 })
    expect(await rejection(call)).toEqual(withCode(-1202, 'BAD_PARAMETER'))
  },
  async '-120200'() {
    // What TypeScript would refuse comes from apps without it.
    const call = party.ann.call as (params?: object) => Promise<unknown>
    expect(await rejection(() => call())).toEqual(withCode(-120200, 'BAD_PARAMETER'))
    expect(await rejection(() => call({ userID: 'bob' }))).toEqual(withCode(-120200, 'BAD_PARAMETER'))
  },
  async '-120201'() {
    const call = party.ann.call as (params: object) => Promise<unknown>
    expect(await rejection(() => call({ userID: 7, type: 1 }))).toEqual(withCode(-120201, 'BAD_PARAMETER'))
  },
  async '-120202'() {
    const call = () => party.ann.groupCall({ userIDList: [], type: 1, groupID: 'team' })
    expect(await rejection(call)).toEqual(withCode(-120202, 'BAD_PARAMETER'))
  },
  async '-120203'() {
    const call = () => party.ann.call({ userID: 'bob', type: 3 })
    expect(await rejection(call)).toEqual(withCode(-120203, 'BAD_PARAMETER'))
  },
  async '-1203'() {
    expect(await rejection(() => party.ann.accept())).toEqual(withCode(-1203, 'WRONG_STATE'))
  },
  async '-1204'() {
    await inCall()
    const call = () => party.ann.call({ userID: 'carol', type: 1 })
    expect(await rejection(call)).toEqual(withCode(-1204, 'REPEATED_CALL'))
  },
  async '-1401'() {
    await party.ann.logout()
    await party.annHerself.cutNetwork()
    const login = () => party.ann.login({ userID: 'ann', userSig: 'ann' })
    expect(await rejection(login, 11)).toEqual(withCode(-1401, 'SIGNALLING_FAILED'))
  },
  async '2805'() {
    await inCall()
    await party.annHerself.cutNetwork()
    const invite = () => party.ann.inviteUser({ userIDList: ['carol'] })
    expect(await rejection(invite, 16)).toEqual(withCode(2805, 'TIMEOUT'))
  },
  async '60003'() {
    const missing = { deviceType: 'camera', deviceId: 'none' }
    expect(await rejection(() => party.ann.switchDevice(missing))).toEqual(withCode(60003, 'NO_DEVICE'))
  },
  async '8010'() {
    expect(await rejection(() => party.ann.join({ callId: 'gone' }))).toEqual(withCode(8010, 'NOT_FOUND'))
  },
  async '20007'() {
    const stranger = createTUICallEngine({
      createEngine: (o) => party.simulator.createEngine('ann', { token: o.token }),
    })
    const login = () => stranger.login({ userID: 'stranger', userSig: 'stranger' })
    expect(await rejection(login)).toEqual(withCode(20007, 'NOT_ALLOWED'))
  },
  async '65535'() {
    const engine = createTUICallEngine({
      createEngine: (options) => party.simulator.createEngine('dave', { token: options.token }),
      saveSelfInfo: () => Promise.reject(new Error('disk full')),
    })
    await engine.login({ userID: 'dave', userSig: 'dave' })
    const error = await rejection(() => engine.setSelfInfo({ nickName: 'David' }))
    expect(error).toEqual(withCode(65535, 'INTERNAL'))
    expect(error).toMatchObject({ cause: new Error('disk full') })
  },
}

test.each(Object.entries(proofs))('%s: comes as the table says', async (_code, prove) => {
  await expect(prove()).resolves.toBeUndefined()
})

test('every row of a code that comes has a proof', () => {
  const rows = Object.entries(codes).filter(([, { verdict }]) => verdict !== 'never')
  expect(Object.keys(proofs).toSorted()).toEqual(rows.map(([code]) => code).toSorted())
})

test('a code that the table says is not here cannot come', () => {
  const known = new Set([...Object.values(errorCodes), ...Object.values(parameterCodes)].map(String))
  const absent = Object.entries(codes).filter(([, { verdict }]) => verdict === 'never')
  expect(absent.length).toBeGreaterThan(0)
  expect(absent.filter(([code]) => known.has(code))).toEqual([])
})

import { createCallEngine, noMedia, type CallEngine } from '@ringkit/core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { eventLog } from '../../packages/core/src/testing/eventLog.ts'
import { startAbuseServer, type AbuseServer } from './abuseServer.ts'

let at: AbuseServer
const engines: CallEngine[] = []
beforeAll(async () => void (at = await startAbuseServer()))
afterEach(() => {
  for (const engine of engines.splice(0)) engine.destroy()
  at.expectUnharmed()
})
afterAll(() => at.stop())

/** Somebody on a real engine. */
async function person(userID: string, name?: string) {
  const engine = createCallEngine({ url: at.url, token: await at.token(userID, name), media: noMedia() })
  engines.push(engine)
  const heard = eventLog(engine)
  await engine.login()
  return { engine, heard }
}

const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
const names: [what: string, userID: string, name?: string][] = [
  ['a userID that is the prototype of all objects', '__proto__'],
  ['a userID that is a property of all objects', 'constructor'],
  ['a userID that is a method of all objects', 'toString'],
  ['a userID of markup', markup.slice(0, 100)],
  ['a userID that looks like a key of Redis', '{x}:user:ann\r\nFLUSHALL\r\n'],
  ['a userID with a NUL', 'nul\u0000nul'],
  ['a name of markup', 'markup', markup],
  ['a name of 10 kB', 'long', 'x'.repeat(10_240)],
  ['a name of 10 kB of characters with two halves', 'halves', '😀'.repeat(2560)],
  ['a name that turns the writing around', 'turned', '\u202Enna'],
]

test.each(names)('B3: %s: the call goes its way, and the name arrives as text', async (_what, userID, name) => {
  const [ann, other] = [await person('ann'), await person(userID, name)]
  await other.engine.call({ userIDList: ['ann', 'carol'], type: 'audio' })
  expect(await ann.heard.until('INVITED')).toMatchObject({ userID })
  await ann.engine.accept()
  await other.heard.until('USER_ENTER')
  const { members, call } = ann.engine.store.getState()
  expect(call?.inviter).toBe(userID)
  expect(Object.keys(members).toSorted()).toEqual(['ann', 'carol', userID].toSorted())
  const { name: shown } = members[userID] ?? {}
  // Cut to 128 characters; nothing else of it is changed.
  expect(shown).toBe(name === undefined ? undefined : [...name].slice(0, 128).join(''))
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('userID')
  await other.engine.hangup()
  await ann.engine.hangup()
  expect(ann.engine.store.getState().status).toBe('idle')
})

import { expect, test } from 'vitest'
import { createLab } from '../testing/callLab.ts'
import { createEmitter } from './emitter.ts'
import { noTracks } from './mediaFacts.ts'
import { createEngineState } from './state.ts'

/** Ann in a group call with bob and carol, as her device holds it. */
function annInCall() {
  const lab = createLab()
  lab.do('ann', { kind: 'call', userIDList: ['bob', 'carol'], type: 'video' })
  for (const userID of ['bob', 'carol']) lab.do(userID, { kind: 'accept', callID: 'call1' })
  for (const userID of ['ann', 'bob', 'carol']) lab.do(userID, { kind: 'enter', callID: 'call1' })
  const { held } = lab.device('ann')
  if (!held) throw new Error('no call')
  const state = createEngineState(createEmitter({ afterTask: (act) => queueMicrotask(act) }))
  state.apply({ login: 'ready', self: { userID: 'ann' }, snapshot: held })
  return { lab, state }
}

test('what is told of one member changes that member alone', () => {
  const { state } = annInCall()
  const before = state.store.getState().members
  const { media } = state.inputs
  state.apply({ media: { ...media, tracks: { bob: { ...noTracks, microphone: true } } } })
  const after = state.store.getState().members
  expect(after.bob?.audioAvailable).toBe(true)
  expect(after.carol).toBe(before.carol)
  expect(after.ann).toBe(before.ann)
})

test('tracks, quality, the call and who I am each reach the member they tell of', () => {
  const { lab, state } = annInCall()
  const bob = () => state.store.getState().members.bob
  state.apply({ media: { ...state.inputs.media, quality: { bob: 'poor' } } })
  expect(bob()?.quality).toBe('poor')
  state.apply({ media: { ...state.inputs.media, tracks: { bob: { ...noTracks, camera: true } } } })
  expect(bob()).toMatchObject({ quality: 'poor', videoAvailable: true })
  lab.do('bob', { kind: 'hangup', callID: 'call1' })
  const { held } = lab.device('ann')
  state.apply({ snapshot: held })
  expect(bob()).toMatchObject({ status: 'left', videoAvailable: false, quality: 'unknown' })
  // Oneself can be seen and heard whether one has entered or not.
  state.apply({ self: { userID: 'bob' } })
  expect(bob()).toMatchObject({ videoAvailable: true })
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSyntheticStage } from './syntheticMedia.ts'
import { openSyntheticSpeaker } from './syntheticSpeaker.ts'

/** What a WebAudio graph was asked for. */
function stubAudio() {
  const contexts: FakeContext[] = []
  const gains: FakeNode[] = []
  class FakeContext {
    state = 'running'
    resumed = 0
    currentTime = 0
    destination = {}
    constructor() {
      contexts.push(this)
    }
    async resume() {
      this.resumed += 1
    }
    async close() {
      this.state = 'closed'
    }
  }
  class FakeNode {
    level = 0
    isStopped = false
    readonly gain = { setTargetAtTime: (level: number) => (this.level = level) }
    readonly detune = { setTargetAtTime: () => {} }
    readonly context: FakeContext
    constructor(context: FakeContext) {
      this.context = context
    }
    connect(to: unknown) {
      return to
    }
    start() {}
    stop() {
      this.isStopped = true
    }
  }
  class FakeGain extends FakeNode {
    constructor(context: FakeContext) {
      super(context)
      gains.push(this)
    }
  }
  vi.stubGlobal('AudioContext', FakeContext)
  vi.stubGlobal('OscillatorNode', FakeNode)
  vi.stubGlobal('BiquadFilterNode', FakeNode)
  vi.stubGlobal('GainNode', FakeGain)
  return { contexts, levels: () => gains.map(({ level }) => level) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const access = (userID: string) => ({ url: 'simulator', token: `room|${userID}|device` })

async function room(isAudible: boolean) {
  const stage = createSyntheticStage()
  const ann = stage.media('ann', { voice: () => 90, isAudible })({ volumeIntervalMs: 100 })
  const bob = stage.media('bob', { voice: () => 50 })({ volumeIntervalMs: 100 })
  for (const media of [ann, bob]) media.setMembers(['ann', 'bob'])
  await ann.connect(access('ann'), { self: 'ann', type: 'audio' })
  await bob.connect(access('bob'), { self: 'bob', type: 'audio' })
  await ann.setMicrophone(true)
  await bob.setMicrophone(true)
  vi.advanceTimersByTime(100)
  return { stage, ann, bob }
}

test('nothing sounds unless the page asks for it, and nowhere without WebAudio', async () => {
  expect(openSyntheticSpeaker()).toBeUndefined()
  const audio = stubAudio()
  const { stage } = await room(false)
  expect(audio.contexts).toEqual([])
  stage.destroy()
})

test('the others are heard as loud as they are, oneself never; the browser is let go at the end', async () => {
  const audio = stubAudio()
  const { stage, ann, bob } = await room(true)
  expect(audio.levels()).toEqual([0.2])
  await bob.setMicrophone(false)
  vi.advanceTimersByTime(100)
  expect(audio.levels()).toEqual([0])
  await ann.disconnect()
  expect(audio.contexts.map(({ state }) => state)).toEqual(['closed'])
  stage.destroy()
})

test('a browser that blocks sound is silent until startAudio', async () => {
  const audio = stubAudio()
  const { stage, ann } = await room(true)
  stage.person('ann').blockAudio()
  vi.advanceTimersByTime(100)
  expect(audio.levels()).toEqual([0])
  await ann.startAudio()
  vi.advanceTimersByTime(100)
  expect(audio.levels()).toEqual([0.2])
  expect(audio.contexts.map(({ resumed }) => resumed)).toEqual([1])
  stage.destroy()
})

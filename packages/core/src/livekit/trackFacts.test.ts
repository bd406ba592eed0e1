import { beforeEach, expect, test } from 'vitest'
import type { MediaFact, TrackSource } from '../ports/media.ts'
import { TrackFacts } from './trackFacts.ts'

let told: MediaFact[]
let facts: TrackFacts

beforeEach(() => {
  told = []
  facts = new TrackFacts((fact) => told.push(fact))
})

const remote = (userID: string, source: TrackSource, isAvailable: boolean): MediaFact => ({
  kind: 'remoteTrack',
  userID,
  source,
  isAvailable,
})
const local = (source: TrackSource, isOn: boolean): MediaFact => ({ kind: 'localTrack', source, isOn })

test('tells what differs and nothing twice', () => {
  facts.remote(new Map([['bob', new Set<TrackSource>(['camera'])]]))
  facts.remote(new Map([['bob', new Set<TrackSource>(['camera'])]]))
  facts.remote(new Map([['bob', new Set<TrackSource>(['microphone'])]]))
  facts.remote(new Map())
  expect(told).toEqual([
    remote('bob', 'camera', true),
    remote('bob', 'camera', false),
    remote('bob', 'microphone', true),
    remote('bob', 'microphone', false),
  ])
})

test('one’s own track is told on change', () => {
  facts.local('camera', false)
  facts.local('camera', true)
  facts.local('camera', true)
  expect(told).toEqual([local('camera', true)])
})

test('leaving the room takes back everything that was told', () => {
  facts.local('microphone', true)
  facts.remote(new Map([['bob', new Set<TrackSource>(['screen'])]]))
  told = []
  facts.clear()
  facts.clear()
  expect(told).toEqual([local('microphone', false), remote('bob', 'screen', false)])
})

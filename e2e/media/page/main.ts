/** A page with nothing but the media port on it: the test drives it through `port`. */
import { CallError, livekitMedia, type MediaFact } from '@ringkit/core'
import { Room, type RoomOptions } from 'livekit-client'
import { coloursOf, lookOf } from './backgroundLook.ts'
import { captures, hooks, lights, noteCopies } from './captures.ts'
import { pitchOf, processing, sent, toneHz, withProcessors } from './processors.ts'

// Where pictures are computed on, two cores without a graphics card want them small.
const isSmall = location.search === '?small'
const resolution = { width: 320, height: 180, frameRate: 10 }
const roomOptions: RoomOptions = {
  ...(isSmall && { videoCaptureDefaults: { resolution } }),
  ...(location.search === '?stereo' && { audioCaptureDefaults: { channelCount: 2 } }),
  ...(location.search.startsWith('?processor') && withProcessors(location.search === '?processor=settled')),
}
const media = livekitMedia({ logLevel: 'error', room: roomOptions })({ volumeIntervalMs: 100 })
const facts: MediaFact[] = []
let room: Room | undefined

media.onFact((fact) => facts.push(fact))
media.setMembers(['ann', 'bob'])

// The test plays accidents of the network on the room, which the port rightly hides.
const { on } = Room.prototype
Room.prototype.on = function (...parameters) {
  remember(this)
  return on.apply(this, parameters)
}
function remember(latest: Room): void {
  room = latest
}

// Every AudioContext there has been: a call must leave none open.
const contexts: AudioContext[] = []
globalThis.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options)
    contexts.push(this)
  }
}

function video(id: string): HTMLVideoElement {
  const element = document.getElementById(id)
  if (!(element instanceof HTMLVideoElement)) throw new Error(`There is no video element ${id}.`)
  return element
}

/** A fact in a few words, so that a test reads like a log. */
function words(fact: MediaFact): string {
  switch (fact.kind) {
    case 'remoteTrack':
      return `${fact.userID} ${fact.source} ${fact.isAvailable ? 'on' : 'off'}`
    case 'localTrack':
      return `my ${fact.source} ${fact.isOn ? 'on' : 'off'}`
    case 'connection':
      return `${fact.state}${fact.cause ? ` ${fact.cause.code}` : ''}`
    case 'error':
      return `error ${fact.error.code}`
    case 'audioBlocked':
      return `audio ${fact.isBlocked ? 'blocked' : 'free'}`
    default:
      return fact.kind
  }
}

const port = {
  media,
  facts,
  captures,
  hooks,
  lights,
  noteCopies,
  processing,
  toneHz,
  /** Every track that was given to a connection to be sent. */
  sent,
  pitchOf,
  video,
  get room() {
    return room
  },
  get openContexts() {
    return contexts.filter(({ state }) => state !== 'closed').length
  },
  /** What was told since fact number `from` about tracks, the connection and errors. */
  log: (from = 0) =>
    facts
      .slice(from)
      .filter(({ kind }) => kind !== 'volume' && kind !== 'quality' && kind !== 'devices')
      .map(words),
  /** The code a promise rejects with, `''` when it resolves. */
  code: (work: Promise<unknown>) =>
    work.then(
      () => '',
      (error: unknown) => (error instanceof CallError ? error.code : `no CallError: ${String(error)}`),
    ),
  /** What an element shows now, and what it shows frame by frame from now on. */
  look: (id: string) => lookOf(video(id)),
  colours: (id: string) => coloursOf(video(id)),
  /** Resolves once `count` further frames have been shown in that element. */
  frames: (id: string, count: number) =>
    new Promise<void>((resolve) => {
      const element = video(id)
      let left = count
      const next = () => {
        left -= 1
        if (left === 0) resolve()
        else element.requestVideoFrameCallback(next)
      }
      element.requestVideoFrameCallback(next)
    }),
}

declare global {
  var port: PagePort
}
export type PagePort = typeof port
globalThis.port = port

import {
  AudioFrame,
  AudioSource,
  dispose,
  LocalAudioTrack,
  RoomEvent,
  TrackPublishOptions,
  TrackSource,
} from '@livekit/rtc-node'
import { RoomServiceClient } from 'livekit-server-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freeTCPPort } from '../../packages/server/src/cli/freePort.ts'
import { findLiveKit } from '../../packages/server/src/cli/liveKitFinder.ts'
import { startLiveKit, type RunningLiveKit } from '../../packages/server/src/cli/liveKitProcess.ts'
import type { TestClient } from '../../packages/server/src/testing/testClient.ts'
import { startTestServer, type TestServer } from '../../packages/server/src/testing/testServer.ts'
import { enterRoom, type HostileParticipant } from './hostileParticipant.ts'

let liveKit: RunningLiveKit
let at: TestServer
let service: RoomServiceClient

beforeAll(async () => {
  const port = await freeTCPPort(0)
  const source = await findLiveKit({ env: { ...process.env, LIVEKIT_URL: '' } })
  liveKit = await startLiveKit(source, { webhookURLs: [`http://127.0.0.1:${port}/livekit/webhook`] })
  const { url, apiKey, apiSecret } = liveKit
  at = await startTestServer({ livekit: { url, apiKey, apiSecret } }, port)
  service = new RoomServiceClient(url, apiKey, apiSecret)
})
afterAll(async () => {
  await at.stop()
  await liveKit.stop()
  await dispose()
})

async function accessOf(client: TestClient): Promise<{ url: string; token: string }> {
  const reply = await client.ask({ kind: 'access', callID: client.call?.callID ?? '' })
  if (!reply.ok) throw new Error(`${reply.error.code} ${reply.error.message}`)
  return reply
}

/** Sends a tone until the room is left. */
async function talks({ room }: HostileParticipant): Promise<void> {
  const source = new AudioSource(48_000, 1)
  const track = LocalAudioTrack.createAudioTrack('microphone', source)
  const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE })
  await room.localParticipant?.publishTrack(track, options)
  const frame = new AudioFrame(new Int16Array(480).fill(8000), 48_000, 1, 480)
  let isOver = false
  room.once(RoomEvent.Disconnected, () => (isOver = true))
  const beat = async () => {
    while (!isOver) await source.captureFrame(frame)
  }
  beat().catch(() => {
    // The room was left while a frame was on its way.
  })
}

const subscribed = ({ room }: HostileParticipant) =>
  new Promise<string>((resolve) =>
    room.once(RoomEvent.TrackSubscribed, (_track, _publication, participant) => resolve(participant.identity)),
  )

/** Resolves with what comes first; the other one may come never. */
const firstOf = (...all: Promise<unknown>[]) => Promise.race(all)

test('who is rung for a group call that goes on receives nothing and cannot send, until it accepts', async () => {
  const [a, b, d] = [await at.client('ann1'), await at.client('bob1'), await at.client('dave1')]
  await a.calls([b.userID, 'nobody1'])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await a.invites([d.userID])
  await d.untilStatus('ringing')
  const talker = await enterRoom(await accessOf(a))
  const listener = await enterRoom(await accessOf(b))
  const heard = subscribed(listener)
  // Past our client, by the very token that was handed out, and subscribing by hand what it is not given.
  const hostile = await enterRoom(await accessOf(d))
  const received = subscribed(hostile)
  await talks(talker)
  await heard
  for (const participant of hostile.room.remoteParticipants.values()) {
    for (const publication of participant.trackPublications.values()) publication.setSubscribed(true)
  }
  await expect(talks(hostile)).rejects.toThrow()
  const [, , seen] = await Promise.all([
    hostile.room.localParticipant?.updateMetadata('forged').catch(() => undefined),
    hostile.room.localParticipant?.publishData(new Uint8Array(1), {}).catch(() => undefined),
    firstOf(received, new Promise((resolve) => setTimeout(resolve, 2_000, 'nothing'))),
  ])
  expect(seen).toBe('nothing')
  const info = await service.getParticipant(hostile.room.name ?? '', hostile.room.localParticipant?.identity ?? '')
  expect(info.tracks).toEqual([])
  expect(info.permission).toMatchObject({ canPublish: false, canSubscribe: false })

  await d.accepts()
  expect(await received).toMatch(/:ann1$/)
  await talks(hostile)
  await Promise.all([a.hangsUp(), b.hangsUp(), d.hangsUp()])
})

test('who rejects is out at once, and out again with the same token, having received nothing', async () => {
  const [a, b, d] = [await at.client('ann2'), await at.client('bob2'), await at.client('dave2')]
  await a.calls([b.userID, d.userID])
  await b.untilStatus('ringing')
  await d.untilStatus('ringing')
  await b.accepts()
  const talker = await enterRoom(await accessOf(a))
  await talks(talker)
  const old = await accessOf(d)
  const hostile = await enterRoom(old)
  const received: string[] = []
  const note = ({ room }: HostileParticipant) =>
    room.on(RoomEvent.TrackSubscribed, (_track, _publication, { identity }) => received.push(identity))
  note(hostile)
  await d.rejects()
  await hostile.thrownOut
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const again = await enterRoom(old)
    note(again)
    expect(await again.thrownOut).toBeLessThan(1000)
  }
  expect(received).toEqual([])
  await a.hangsUp()
})

test('of several devices that wait, the one that accepts stays', async () => {
  const [a, b] = [await at.client('ann3'), await at.client('bob3')]
  const tablet = await at.client('bob3', { deviceID: 'tablet' })
  await a.calls([b.userID])
  await b.untilStatus('ringing')
  await tablet.untilStatus('ringing')
  const [here, there] = [await enterRoom(await accessOf(b)), await enterRoom(await accessOf(tablet))]
  await b.accepts()
  expect(await there.thrownOut).toBeGreaterThan(0)
  await talks(here)
  await a.hangsUp()
  await here.thrownOut
})

test('a direct call that becomes a group while it rings: who waited there is out, and comes back with less', async () => {
  const [a, b, d] = [await at.client('ann4'), await at.client('bob4'), await at.client('dave4')]
  await a.calls([b.userID])
  await b.untilStatus('ringing')
  const old = await accessOf(b)
  const first = await enterRoom(old)
  await a.invites([d.userID])
  await first.thrownOut
  const again = await enterRoom(old)
  const lowered = new Promise<boolean>((resolve) => {
    const identity = again.room.localParticipant?.identity ?? ''
    const look = async () => {
      const { permission } = await service.getParticipant(again.room.name ?? '', identity)
      if (permission?.canSubscribe === false) resolve(permission.canPublish)
      else setTimeout(() => void look(), 20)
    }
    void look()
  })
  expect(await lowered).toBe(false)
  await a.hangsUp()
  await again.thrownOut
})

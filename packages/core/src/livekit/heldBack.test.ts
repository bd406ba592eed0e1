import type { LocalTrack, Room } from 'livekit-client'
import { expect, test } from 'vitest'
import { HeldBack } from './heldBack.ts'

interface FakeTrack {
  name: string
  enabled: boolean
}

/** A room of which one track is published, and what goes out of it. `slow`: the sender takes its time to stop sending. */
function lab(slow: Promise<void>) {
  let onSender: (sender: unknown, track: unknown) => void = () => {}
  const sent: (string | null)[] = []
  const calls: string[] = []
  /** What goes out, and what the server is told of it, in order. */
  const order: string[] = []
  const media = (name: string): FakeTrack & { clone(): unknown; stop(): void } => ({
    name,
    enabled: true,
    clone: () => media('dark'),
    stop: () => {},
  })
  const sender = {
    async replaceTrack(track: FakeTrack | null) {
      if (track === null) {
        calls.push('stopping')
        await slow
      }
      sent.push(track && track.name)
      order.push(track ? track.name : 'nothing')
    },
    getStats: async () => new Map([['a', { type: 'outbound-rtp', packetsSent: 1 }]]),
  }
  const track = {
    sender: undefined as unknown,
    mediaStreamTrack: media('camera'),
    stop: () => {},
    pauseUpstream: async () => void calls.push('paused'),
    async resumeUpstream() {
      calls.push('resumed')
      order.push('told that it goes on')
    },
  }
  const localParticipant = {
    on: (_event: string, listener: typeof onSender) => (onSender = listener),
    setTrackSubscriptionPermissions: () => {},
  }
  // As much of LiveKit as holding back takes.
  const heldBack = new HeldBack({ localParticipant } as unknown as Room)
  const published = heldBack.publish(track as unknown as LocalTrack, async () => {
    track.sender = sender
    onSender(sender, track)
  })
  return { heldBack, published, sent, calls, order }
}

const tick = () => new Promise((resolve) => setTimeout(resolve, 5))

test('what has begun is paused', async () => {
  const { published, sent, calls } = lab(Promise.resolve())
  await published
  expect(sent).toEqual(['dark', null])
  expect(calls).toEqual(['stopping', 'paused'])
})

test('an accept in the very moment of the pause is not followed by it', async () => {
  let go = () => {}
  const { heldBack, published, sent, calls } = lab(new Promise((resolve) => (go = resolve)))
  while (!calls.includes('stopping')) await tick()
  const released = heldBack.release()
  go()
  await Promise.all([released, published])
  expect(sent).toContain('camera')
  expect(calls).toEqual(['stopping', 'resumed'])
})

test('the server is told that it goes on before the first frame can reach it: it would drop that one', async () => {
  const { heldBack, published, order } = lab(Promise.resolve())
  await published
  await heldBack.release()
  expect(order).toEqual(['dark', 'nothing', 'told that it goes on', 'camera'])
})

import type { CallEngine, CallEvent, CallEventPayloads, CallType } from '@ringkit/core'
import type { World } from '../playground/world.ts'

/** How one event comes about, to be seen and to be tested. */
export interface EventDemo<E extends CallEvent = CallEvent> {
  /** How many people it takes: Ann and Bob, and Carol. */
  people: 2 | 3
  /** Whose device is told. */
  hearer: 'ann' | 'bob' | 'carol'
  /** Who gets it, and when. */
  says: string
  /** What the button does, in words. */
  does: string
  /** What has to be so before. */
  prepare?: (world: World) => Promise<unknown>
  /** Makes it happen. */
  happen: (world: World) => unknown
  /** What the payload has to hold, at least. */
  payload: Partial<CallEventPayloads[E]>
}

/** The engine of somebody's phone. */
export function engineOf(world: World, userID: string): CallEngine {
  const device = world.getState().devices.find((each) => each.userID === userID)
  if (!device) throw new Error(`"${userID}" has no device here.`)
  return device.engine
}

/** Resolves once everybody is signed in. */
async function ready(world: World): Promise<void> {
  await Promise.all(world.people.map((userID) => world.person(userID).signIn()))
}

/** Ann calls, and it rings at the others. */
async function ring(world: World, userIDList = ['bob'], type: CallType = 'video'): Promise<void> {
  await ready(world)
  await engineOf(world, 'ann').call({ userIDList, type })
  await Promise.all(userIDList.map((userID) => world.person(userID).untilState('ringing')))
}

/** Ann talks with the others, and all are seen and heard. */
async function talk(world: World, userIDList = ['bob'], type: CallType = 'video'): Promise<void> {
  await ring(world, userIDList, type)
  await Promise.all(userIDList.map((userID) => engineOf(world, userID).accept()))
  await Promise.all(
    ['ann', ...userIDList].map((userID) =>
      world
        .person(userID)
        .untilState(({ members }) =>
          Object.values(members).every((member) => member.isEntered && member.audioAvailable),
        ),
    ),
  )
}

/** Until the ring is over, ms; a little more than it takes. */
const tooLong = 21_000

/** Every event of the contract: none is missing, or this does not compile. */
export const eventDemos: { [E in CallEvent]: EventDemo<E> } = {
  ERROR: {
    people: 2,
    hearer: 'bob',
    says: 'Local: anything that went wrong and that no command rejected with. The call goes on.',
    does: 'Bob accepts Ann’s video call, and his browser refuses the camera.',
    prepare: async (world) => {
      world.setNoCamera('bob', true)
      await ring(world)
    },
    happen: (world) => engineOf(world, 'bob').accept(),
    payload: { code: 'PERMISSION_DENIED' },
  },
  SDK_READY: {
    people: 2,
    hearer: 'ann',
    says: 'Local, once per login, when calls can be made and received.',
    does: 'Ann signs in.',
    prepare: async (world) => {
      await ready(world)
      await engineOf(world, 'ann').logout()
      world.forget()
    },
    happen: (world) => engineOf(world, 'ann').login(),
    payload: { userID: 'ann' },
  },
  KICKED_OUT: {
    people: 2,
    hearer: 'bob',
    says: 'The session that another login displaced, or that the server removed. It does not reconnect by itself.',
    does: 'The app’s server removes Bob, who is in a call.',
    prepare: (world) => talk(world),
    happen: (world) => world.simulator.kick('bob'),
    payload: { reason: 'removed' },
  },
  USER_ACCEPT: {
    people: 2,
    hearer: 'ann',
    says: 'The caller, and every other member ringing or connected, when an invitee accepts.',
    does: 'Bob accepts Ann’s call.',
    prepare: (world) => ring(world),
    happen: (world) => engineOf(world, 'bob').accept(),
    payload: { userID: 'bob' },
  },
  USER_ENTER: {
    people: 2,
    hearer: 'ann',
    says: 'Each member in the call, for each other member whose media joins.',
    does: 'Bob accepts, and his media joins.',
    prepare: (world) => ring(world),
    happen: (world) => engineOf(world, 'bob').accept(),
    payload: { userID: 'bob' },
  },
  USER_LEAVE: {
    people: 3,
    hearer: 'ann',
    says: 'Each member in the call or ringing, when a member that had entered leaves. Not for one’s own leaving.',
    does: 'Carol leaves the group call.',
    prepare: (world) => talk(world, ['bob', 'carol']),
    happen: (world) => engineOf(world, 'carol').hangup(),
    payload: { userID: 'carol' },
  },
  REJECT: {
    people: 2,
    hearer: 'ann',
    says: 'The caller; in a group call every other member, too. With the message that came along.',
    does: 'Bob declines with a message.',
    prepare: (world) => ring(world),
    happen: (world) => engineOf(world, 'bob').reject({ message: 'In a meeting' }),
    payload: { userID: 'bob', message: 'In a meeting' },
  },
  NO_RESP: {
    people: 2,
    hearer: 'ann',
    says: 'The caller; in a group call everybody but those who did not answer.',
    does: 'Bob lets it ring to the end: the clock is turned on.',
    prepare: (world) => ring(world),
    happen: (world) => world.simulator.clock.advance(tooLong),
    payload: { userIDList: ['bob'] },
  },
  LINE_BUSY: {
    people: 2,
    hearer: 'ann',
    says: 'As REJECT. The busy person gets nothing.',
    does: 'Ann calls Bob, who is in another call.',
    prepare: ready,
    happen: (world) => {
      world.setAnswer('bob', 'busy')
      return engineOf(world, 'ann').call({ userIDList: ['bob'], type: 'audio' })
    },
    payload: { userID: 'bob' },
  },
  CALLING_TIMEOUT: {
    people: 2,
    hearer: 'bob',
    says: 'The invitee that did not answer: a missed call.',
    does: 'Bob lets it ring to the end: the clock is turned on.',
    prepare: (world) => ring(world),
    happen: (world) => world.simulator.clock.advance(tooLong),
    payload: { userID: 'ann', userIDList: ['bob'] },
  },
  USER_VIDEO_AVAILABLE: {
    people: 2,
    hearer: 'ann',
    says: 'Others in the call, on every change of a remote camera.',
    does: 'Bob turns his camera off.',
    prepare: async (world) => {
      await talk(world)
      await world.person('ann').untilState(({ members }) => members.bob?.videoAvailable === true)
    },
    happen: (world) => engineOf(world, 'bob').setCamera(false),
    payload: { userID: 'bob', isVideoAvailable: false },
  },
  USER_AUDIO_AVAILABLE: {
    people: 2,
    hearer: 'ann',
    says: 'Others in the call, on every change of a remote microphone.',
    does: 'Bob mutes himself.',
    prepare: (world) => talk(world),
    happen: (world) => engineOf(world, 'bob').setMicrophone(false),
    payload: { userID: 'bob', isAudioAvailable: false },
  },
  USER_VOICE_VOLUME: {
    people: 2,
    hearer: 'ann',
    says: 'In a call, ten times a second: how loud everybody is, oneself included. Loudness, not gain.',
    does: 'Bob speaks at a steady loudness, and Ann is silent.',
    prepare: async (world) => {
      await talk(world)
      world.setQuiet('ann', true)
      world.person('bob').talks(70)
      await world.person('ann').untilHeard('USER_VOICE_VOLUME')
    },
    happen: (world) => world.setVolume(true),
    payload: {},
  },
  GROUP_CALL_INVITEE_LIST_UPDATE: {
    people: 3,
    hearer: 'ann',
    says: 'Members of a group call, ringing ones too, when either list changes.',
    does: 'Ann calls Bob and Carol.',
    prepare: ready,
    happen: (world) => engineOf(world, 'ann').call({ userIDList: ['bob', 'carol'], type: 'video' }),
    payload: { userIDList: [], ringingIDList: ['bob', 'carol'] },
  },
  INVITED: {
    people: 2,
    hearer: 'bob',
    says: 'Each ringing device of the invitee, also one that signs in while it still rings.',
    does: 'Ann calls Bob, with data of the app’s own.',
    prepare: ready,
    happen: (world) => engineOf(world, 'ann').call({ userIDList: ['bob'], type: 'video', userData: '{"order":4711}' }),
    payload: { userID: 'ann', userIDList: ['bob'], isFromGroup: false, type: 'video', userData: '{"order":4711}' },
  },
  CALLING_CANCEL: {
    people: 2,
    hearer: 'bob',
    says: 'A ringing invitee, when the caller cancels or everybody else has gone.',
    does: 'Ann hangs up before Bob has answered.',
    prepare: (world) => ring(world),
    happen: (world) => engineOf(world, 'ann').hangup(),
    payload: { userID: 'ann' },
  },
  CALLING_END: {
    people: 2,
    hearer: 'bob',
    says: 'Every side of a call that was connected, exactly once.',
    does: 'Ann hangs up.',
    prepare: (world) => talk(world),
    happen: (world) => engineOf(world, 'ann').hangup(),
    payload: { userID: 'ann', type: 'video', reason: 'hangup' },
  },
  DEVICED_UPDATED: {
    people: 2,
    hearer: 'ann',
    says: 'Local: a device is plugged, unplugged or chosen.',
    does: 'Ann pulls her headset out.',
    prepare: (world) => talk(world),
    happen: (world) => world.person('ann').unplugMicrophone('microphone-2'),
    payload: { microphoneList: [{ deviceID: 'microphone-1', label: 'Built-in microphone' }] },
  },
  CALL_TYPE_CHANGED: {
    people: 2,
    hearer: 'ann',
    says: 'Every member, ringing ones too. To audio: all cameras go off.',
    does: 'Bob makes it an audio call.',
    prepare: (world) => talk(world),
    happen: (world) => engineOf(world, 'bob').switchCallType('audio'),
    payload: { oldCallType: 'video', newCallType: 'audio' },
  },
  CALL_BEGIN: {
    people: 2,
    hearer: 'ann',
    says: 'Each side, when the call becomes connected for it.',
    does: 'Bob accepts.',
    prepare: (world) => ring(world),
    happen: (world) => engineOf(world, 'bob').accept(),
    payload: { type: 'video', role: 'inviter' },
  },
  CALL_NOT_CONNECTED: {
    people: 2,
    hearer: 'bob',
    says: 'Every side of a call that never connected for it, exactly once: here the device that did not answer.',
    does: 'Bob accepts on his phone, while his laptop rings as well.',
    prepare: async (world) => {
      world.addLaptop('bob')
      await Promise.all(world.getState().devices.map(({ engine }) => engine.login()))
      await ring(world)
    },
    happen: (world) => engineOf(world, 'bob').accept(),
    payload: { reason: 'acceptedElsewhere' },
  },
  USER_INVITING: {
    people: 3,
    hearer: 'bob',
    says: 'Those in the call but who invites.',
    does: 'Ann invites Carol to her call with Bob.',
    prepare: (world) => talk(world),
    happen: (world) => engineOf(world, 'ann').invite(['carol']),
    payload: { userID: 'ann', userIDList: ['carol'] },
  },
  NETWORK_QUALITY: {
    people: 2,
    hearer: 'ann',
    says: 'In a call, on change: how good everybody’s connection is.',
    does: 'Bob’s network gets poor.',
    prepare: async (world) => {
      await talk(world)
      await world
        .person('ann')
        .untilState(({ members }) => Object.values(members).every(({ quality }) => quality === 'excellent'))
    },
    happen: (world) => world.person('bob').setQuality('poor'),
    payload: {
      qualityMap: [
        { userID: 'ann', quality: 'excellent' },
        { userID: 'bob', quality: 'poor' },
      ],
    },
  },
  RECONNECTING: {
    people: 2,
    hearer: 'bob',
    says: 'Local: the connection to the call server (signalling) or to the room (media) is being restored.',
    does: 'Bob loses his network for 8 s. Both are told one after the other.',
    prepare: (world) => talk(world),
    happen: (world) => world.cutFor('bob', 8),
    payload: { what: 'media' },
  },
  RECONNECTED: {
    people: 2,
    hearer: 'bob',
    says: 'Local: it is restored. A call goes on when that takes less than the grace.',
    does: 'Bob’s network is back.',
    prepare: async (world) => {
      await talk(world)
      world.setCut('bob', true)
      await world.person('bob').untilHeard('RECONNECTING', { what: 'media' })
    },
    happen: (world) => world.setCut('bob', false),
    payload: { what: 'media' },
  },
  USER_SCREEN_AVAILABLE: {
    people: 2,
    hearer: 'ann',
    says: 'Others in the call, on every change of a shared screen.',
    does: 'Bob shares his screen.',
    prepare: (world) => talk(world),
    happen: (world) => engineOf(world, 'bob').setScreenShare(true),
    payload: { userID: 'bob', isScreenAvailable: true },
  },
}

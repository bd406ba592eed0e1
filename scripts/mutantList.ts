/** Where a mutant must be noticed. */
export interface Witness {
  project: 'unit' | 'e2e' | 'chaos' | 'abuse'
  file: string
  /** Stands in the test's name; one that is run for several stores or inputs is run for all. */
  test: string
}

/** A known bug: one place of the code put wrong, and the tests that must go red, each of them. */
export interface Mutant {
  /** What is wrong with it. */
  name: string
  file: string
  /** Stands in the file once. */
  code: string
  instead: string
  tests: readonly Witness[]
}

type Suite = Omit<Witness, 'test'>

const store: Suite = { project: 'unit', file: 'packages/server/src/redisStore.test.ts' }
const embedded: Suite = { project: 'unit', file: 'packages/core/src/service/memoryStore.test.ts' }
const hook: Suite = { project: 'unit', file: 'packages/server/src/livekit/webhook.test.ts' }
/** With two nodes on a Redis. One process on the embedded store takes one request after the other, and loses no race. */
const races: Suite = { project: 'chaos', file: 'packages/server/src/races.test.ts' }
const timers: Suite = { project: 'chaos', file: 'packages/server/src/timers.test.ts' }
const nodeDeath: Suite = { project: 'chaos', file: 'e2e/chaos/nodeDeath.test.ts' }
const liveKitDeath: Suite = { project: 'chaos', file: 'e2e/chaos/liveKitDeath.test.ts' }
const reconciled: Suite = { project: 'chaos', file: 'e2e/chaos/liveKitReconciled.test.ts' }
const hostile: Suite = { project: 'chaos', file: 'e2e/chaos/liveKitHostile.test.ts' }
const liveKitRooms: Suite = { project: 'e2e', file: 'e2e/server/liveKitRooms.test.ts' }
const identity: Suite = { project: 'abuse', file: 'e2e/abuse/identity.test.ts' }
const strangers: Suite = { project: 'abuse', file: 'e2e/abuse/strangers.test.ts' }
const standIn: Suite = { project: 'e2e', file: 'e2e/media/standIn.test.ts' }
const floods: Suite = { project: 'abuse', file: 'e2e/abuse/floods.test.ts' }

const scripts = 'packages/server/src/redis/callScripts.ts'
const memoryStore = 'packages/core/src/service/memoryStore.ts'
const callService = 'packages/core/src/service/callService.ts'
const gateway = 'packages/server/src/gateway.ts'
const requests = 'packages/server/src/requests.ts'

const compareAndSet: Mutant[] = [
  {
    name: 'Redis: a version that has moved on is written over',
    file: scripts,
    code: "if (stored[1] or '') ~= previous then return 'no' end",
    instead: '',
    tests: [
      { ...store, test: 'writes a version once' },
      { ...races, test: 'R1:' },
      { ...races, test: 'R2:' },
    ],
  },
  {
    name: 'Redis: a place that is taken is taken again',
    file: scripts,
    code: "if place and place ~= callID then return 'no' end",
    instead: '',
    tests: [
      { ...store, test: 'nobody has two places' },
      { ...races, test: 'R8:' },
    ],
  },
  {
    name: 'Redis: a commit sent again after its answer was lost is refused',
    file: scripts,
    code: "if string.find(commits, nonce, 1, true) then return 'done' end",
    instead: '',
    tests: [{ ...store, test: 'a commit whose answer was lost' }],
  },
  {
    name: 'embedded store: a version that has moved on is written over',
    file: memoryStore,
    code: 'if (find(next.callID)?.version !== previous?.version) return false',
    instead: '',
    tests: [{ ...embedded, test: 'writes a version once' }],
  },
  {
    name: 'embedded store: a place that is taken is taken again',
    file: memoryStore,
    code: 'if (!activeUserIDs(next).every((userID) => isFree(userID, next.callID))) return false',
    instead: '',
    tests: [{ ...embedded, test: 'nobody has two places' }],
  },
]

const idempotency: Mutant[] = [
  {
    name: 'Redis: the second of two equal commands acts again',
    file: scripts,
    code: "if answer ~= '' then\n  local before",
    instead: 'if false then\n  local before',
    tests: [{ ...store, test: 'keeps the answer to a command' }],
  },
  {
    name: 'embedded store: the second of two equal commands acts again',
    file: memoryStore,
    code: 'if (result && results.has(resultKey(result.userID, result.commandID))) return false',
    instead: '',
    tests: [{ ...embedded, test: 'keeps the answer to a command' }],
  },
  {
    name: 'a command that is repeated gets no answer of before',
    file: callService,
    code: 'if (before) return before\n',
    instead: '\n',
    tests: [{ ...strangers, test: 'A11:' }],
  },
  {
    name: 'another command under the same id gets the answer of the first',
    file: callService,
    code: 'if (before.fingerprint !== fingerprint)',
    instead: 'if (false)',
    tests: [{ ...strangers, test: 'A11:' }],
  },
]

const deadlines: Mutant[] = [
  {
    name: 'Redis: the deadline is not written with the call',
    file: scripts,
    code: "if dueAt ~= '' then redis.call('ZADD', due, dueAt, callID) else redis.call('ZREM', due, callID) end",
    instead: '',
    tests: [
      { ...store, test: 'knows what is due' },
      { ...nodeDeath, test: 'T1:' },
    ],
  },
  {
    name: 'a node looks at no deadlines but its own',
    file: 'packages/server/src/deadlines.ts',
    code: 'if (options.isShared) return wake(LOOK_MS)',
    instead: '',
    tests: [{ ...nodeDeath, test: 'T1:' }],
  },
  {
    name: 'the claim of a timer: who comes second fires the next deadline, though it is not due',
    file: 'packages/core/src/protocol/transition.ts',
    code: 'if (time === undefined || time > now) return call',
    instead: 'if (time === undefined) return call',
    tests: [{ ...timers, test: '40 calls with two deadlines each' }],
  },
  {
    name: 'N13: a node that is told to stop ends the calls it serves',
    file: 'packages/server/src/createCallServer.ts',
    code: 'if (sharing) await moveAway()\n    else await endAll()',
    instead: 'await endAll()\n    await moveAway()',
    tests: [{ ...nodeDeath, test: 'N13:' }],
  },
]

const admission: Mutant[] = [
  {
    name: 'the signature of a user’s token is not checked',
    file: 'packages/server/src/cli/jwt.ts',
    code: "await jwtVerify(token, secret, { algorithms: [ALGORITHM], requiredClaims: ['sub', 'exp'] })",
    instead: "{ payload: JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) }",
    tests: [{ ...identity, test: 'A1: a token' }],
  },
  {
    name: 'a user’s token needs no end',
    file: 'packages/server/src/cli/jwt.ts',
    code: "{ algorithms: [ALGORITHM], requiredClaims: ['sub', 'exp'] }",
    instead: "{ algorithms: [ALGORITHM], requiredClaims: ['sub'] }",
    tests: [{ ...identity, test: 'A1: a token' }],
  },
  {
    name: 'whose token is refused is let in by the name it gives',
    file: 'packages/server/src/admit.ts',
    code: "throw new CallError('NOT_ALLOWED', 'The token was refused. Sign in again.', { cause })",
    instead: 'identity = { userID: hello.output.token.slice(0, 100) || String(cause) }',
    tests: [{ ...identity, test: 'A1: a token' }],
  },
  {
    name: 'a connection may sign in a second time',
    file: gateway,
    code: 'if (tried.has(socket.conn)) {',
    instead: 'if (false) {',
    tests: [{ ...identity, test: 'A1: one connection, one login' }],
  },
  {
    name: 'every page may connect',
    file: 'packages/server/src/origins.ts',
    code: 'return url.host === host || local.has(url.hostname)',
    instead: 'return true',
    tests: [{ ...identity, test: 'A2: a page of' }],
  },
  {
    name: 'LiveKit’s token lets its owner change the room',
    file: 'packages/server/src/livekit/tokens.ts',
    code: 'roomJoin: true, room:',
    instead: 'roomJoin: true, roomAdmin: true, room:',
    tests: [{ ...hostile, test: 'A5:' }],
  },
  {
    name: 'LiveKit’s token lets its owner change what the others are told of them',
    file: 'packages/server/src/livekit/tokens.ts',
    code: 'canUpdateOwnMetadata: false',
    instead: 'canUpdateOwnMetadata: true',
    tests: [{ ...hostile, test: 'A5:' }],
  },
  {
    name: 'who has left the call may stay in its room',
    file: 'packages/server/src/livekit/reconcile.ts',
    // Both ways out: at the news of the entry, and at a look.
    code: '!isWaiting(call, identity) && holders(call).every((each) => each.identity !== identity)',
    instead: 'false',
    tests: [{ ...hostile, test: 'A6:' }],
  },
]

const abuse: Mutant[] = [
  {
    name: 'a stranger is told that the call is there',
    file: 'packages/core/src/protocol/transition.ts',
    code: "return member && (member.status !== 'busy' || member.past) ? member : notFound",
    instead: "return member ?? refusal('WRONG_STATE', 'You are not in this call.')",
    tests: [{ ...strangers, test: 'A4: a stranger' }],
  },
  {
    name: 'calls are not counted',
    file: requests,
    code: 'if (mayDo && ',
    instead: 'if (false && mayDo && ',
    tests: [{ ...strangers, test: 'A12:' }],
  },
  {
    name: 'requests are not counted',
    file: requests,
    code: 'if (!(await limits.mayAsk(socketID, session.userID))) {',
    instead: 'if (false) {',
    tests: [{ ...floods, test: 'A8: 10,000 requests a second on one socket' }],
  },
  {
    name: 'a message may come in any number of pieces',
    file: gateway,
    code: '      limitPieces(io.engine)\n',
    instead: '',
    tests: [{ ...floods, test: 'A7: a message in thousands of pieces' }],
  },
  {
    name: 'what waits for a client that does not read has no end',
    file: 'packages/server/src/guard.ts',
    code: "if (queued + socket.writableLength > QUEUE_BYTES) cut('unread')",
    instead: '',
    tests: [{ ...floods, test: 'A9:' }],
  },
  {
    name: 'LiveKit’s webhook needs no signature',
    file: 'packages/server/src/livekit/webhook.ts',
    code: 'receiver.receive(body, authorization, false, CLOCK_TOLERANCE)',
    instead: 'receiver.receive(body, authorization, true, CLOCK_TOLERANCE)',
    tests: [{ ...hook, test: 'A10: unsigned, signed with another secret and altered' }],
  },
  {
    name: 'LiveKit’s webhook acts as often as it comes',
    file: 'packages/server/src/livekit/webhook.ts',
    code: 'const isOld = isRepeated(event.id)',
    instead: 'const isOld = false',
    tests: [{ ...hook, test: 'A10: the same id twice' }],
  },
]

const liveKit: Mutant[] = [
  {
    name: 'N9: the room of a call that lost it is not made again',
    file: 'packages/server/src/livekit/rooms.ts',
    code: '      await create(roomName(call))\n      if (over.has',
    instead: '      if (over.has',
    // With clients in browsers each asks for its room anew, and so makes it.
    tests: [{ ...liveKitRooms, test: 'N9:' }],
  },
  {
    name: 'N10: a call goes on without LiveKit for ever',
    file: 'packages/server/src/livekit/watch.ts',
    code: 'await Promise.all(lost.map(({ callID }) => onLost(callID)))',
    instead: '',
    tests: [{ ...liveKitDeath, test: 'N10:' }],
  },
  {
    name: 'N10: a call ends as soon as LiveKit has gone',
    file: 'packages/server/src/livekit/watch.ts',
    code: '>= WITHOUT_ROOM_MS',
    instead: '>= 0',
    tests: [{ ...liveKitDeath, test: 'N10:' }],
  },
  {
    name: 'N11: who has no media any more stays in the call',
    file: 'packages/server/src/livekit/reconcile.ts',
    code: 'return isMissed && !isMarked ?',
    instead: 'return isMissed && isMarked ?',
    tests: [{ ...reconciled, test: 'N11:' }],
  },
  {
    name: 'N11: LiveKit’s own absence counts',
    file: 'packages/server/src/livekit/reconcile.ts',
    code: "if (view === 'unknown' || present.some(",
    instead: 'if (present.some(',
    tests: [{ ...reconciled, test: 'N11:' }],
  },
  {
    name: 'N12: a room without a call stays',
    file: 'packages/server/src/livekit/leftovers.ts',
    code: 'await rooms.removeNamed(name)',
    instead: '',
    tests: [{ ...reconciled, test: 'N12:' }],
  },
  {
    name: 'N12: rooms of others are deleted',
    file: 'packages/server/src/livekit/leftovers.ts',
    code: '.filter(({ metadata }) => installation.isOurs(metadata))',
    instead: '',
    tests: [{ ...reconciled, test: 'N12:' }],
  },
]

const standingIn: Mutant[] = [
  {
    name: 'Standing in: others are told of a microphone that is not on yet',
    file: 'packages/core/src/livekit/standIn.ts',
    code: 'await silent.track.mute()',
    instead: '',
    tests: [{ ...standIn, test: 'nobody is told of anything' }],
  },
  {
    name: 'Standing in: a refused microphone stays published',
    file: 'packages/core/src/livekit/standIn.ts',
    code: '(silent && isPublished ? this.#withdraw(silent.track) : undefined)',
    instead: 'undefined',
    tests: [
      { ...standIn, test: 'leave nothing behind' },
      { ...standIn, test: 'is nowhere' },
    ],
  },
]

/** Every known bug that the suites are shown to find. */
export const mutants: readonly Mutant[] = [
  ...compareAndSet,
  ...idempotency,
  ...deadlines,
  ...admission,
  ...abuse,
  ...liveKit,
  ...standingIn,
]

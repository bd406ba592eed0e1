/** How fast and how small calls in Redis are: `npm run bench:redis`. A benchmark, not a test: it prints, and judges nothing. */
import { CallError, createCallService, isRefusal, type Call, type Refusal } from '@ringkit/core/protocol'
import { redisStore } from '@ringkit/server'
import { startRedisServer } from '../scripts/redisServer.ts'

const redis = await startRedisServer()
const store = redisStore({ url: redis.url })
let made = 0
const service = createCallService({
  store,
  maxMembers: 100,
  ringSeconds: 30,
  newID: () => String((made += 1)).padStart(32, '0'),
  profileOf: (userID) => ({ name: `Name of ${userID}` }),
  onChange: () => undefined,
})

const memory = async () => Number(/used_memory:(\d+)/.exec(String(await redis.ask('INFO', 'memory')))?.[1])
const commandsDone = async () =>
  Number(/total_commands_processed:(\d+)/.exec(String(await redis.ask('INFO', 'stats')))?.[1])
const cpuSeconds = async () => {
  const info = String(await redis.ask('INFO', 'cpu'))
  return ['user', 'sys'].reduce(
    (sum, kind) => sum + Number(new RegExp(`used_cpu_${kind}:([\\d.]+)`).exec(info)?.[1]),
    0,
  )
}
const at = (times: number[], share: number) =>
  (times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0).toFixed(2)

function ok(result: Call | Refusal): Call {
  if (isRefusal(result)) throw new CallError(result.refused, result.message)
  return result
}

let ids = 0
const by = (userID: string) => ({ userID, deviceID: `${userID}-device`, profile: { name: userID }, hasRoom: true })

/** One step of a call, timed. */
async function timed<T>(times: number[], step: () => Promise<T>): Promise<T> {
  const from = performance.now()
  const result = await step()
  times.push(performance.now() - from)
  return result
}

async function wholeCall(index: number, times: number[], ends: boolean): Promise<void> {
  const [a, b] = [by(`a${index}`), by(`b${index}`)]
  const id = () => `command-${(ids += 1)}`
  const live = () => true
  const { callID } = ok(
    await timed(times, () => service.execute(a, id(), { kind: 'call', userIDList: [b.userID], type: 'video' }, live)),
  )
  ok(await timed(times, () => service.execute(b, id(), { kind: 'accept', callID }, live)))
  for (const each of [a, b]) ok(await timed(times, () => service.execute(each, id(), { kind: 'enter', callID }, live)))
  if (ends) ok(await timed(times, () => service.execute(a, id(), { kind: 'hangup', callID }, live)))
}

async function run(concurrency: number, count: number, ends: boolean): Promise<number[]> {
  const times: number[] = []
  let left = count
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (left > 0) await wholeCall(concurrency * 1e6 + (left -= 1), times, ends)
    }),
  )
  return times
}

await run(8, 200, true)
for (const [concurrency, count] of [
  [1, 300],
  [16, 2000],
  [64, 4000],
] as const) {
  const [commands, cpu, from] = [await commandsDone(), await cpuSeconds(), performance.now()]
  const times = await run(concurrency, count, true)
  const seconds = (performance.now() - from) / 1000
  const redisMicroseconds = ((await cpuSeconds()) - cpu) * 1e6
  console.log(
    [
      `${concurrency} at a time: ${Math.round(count / seconds)} whole calls/s, ${Math.round(times.length / seconds)} steps/s`,
      `step p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms`,
      `per step ${(((await commandsDone()) - commands) / times.length).toFixed(1)} Redis commands, ${Math.round(redisMicroseconds / times.length)} µs of Redis`,
    ].join('; '),
  )
}

await redis.ask('FLUSHALL')
const empty = await memory()
await run(16, 2000, false)
const going = await memory()
console.log(
  `${Math.round((going - empty) / 2000)} bytes for a call going on (log and answers of the last 2 minutes included)`,
)
for (const key of (await redis.keys()).filter((each) => /:(result:|log$)/.test(each))) await redis.ask('DEL', key)
console.log(`${Math.round(((await memory()) - empty) / 2000)} bytes of them for the call itself`)

await store.close()
await redis.stop()

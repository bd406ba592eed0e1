/** Many pairs of devices that call each other, in a process of their own. */
import { answerQuestions } from './channel.ts'
import { openDevice, type Device } from './device.ts'
import type { Traffic } from './traffic.ts'
import { learnTraffic, realCall, relayedCall, type WholeCall } from './wholeCall.ts'

export type ClientQuestions = {
  /** Signs pairs in: callers at the first address, callees at the last. */
  connect: [{ urls: string[]; name: string; pairs: number; hasRoom: boolean }, Record<string, never>]
  /** Signs devices in that do nothing. */
  idle: [{ url: string; name: string; count: number }, Record<string, never>]
  /** Every pair calls again as soon as it has hung up, until so many calls were made or so much time is over. */
  closed: [{ calls: number; atMostSeconds: number; pairs: number }, Result]
  /** Calls begin at even distances, whatever became of those before. */
  open: [{ seconds: number; callsPerSecond: number }, Result]
  learn: [{ hasRoom: boolean }, Traffic]
  /** Calls go over the relay from now on, or, without traffic, to the call server. */
  over: [{ traffic: Traffic | undefined; hasRoom: boolean }, Record<string, never>]
  leave: [Record<string, never>, Record<string, never>]
}

export interface Result {
  calls: number
  seconds: number
  /** From the caller's request to the callee's ring, ms. */
  ringMs: number[]
  /** Calls that could not begin because every pair was busy. */
  missed: number
}

/** Logins under way at a time. */
const LOGINS_AT_ONCE = 50
/** So few that each has its 8 s when thousands follow one another, on a busy machine, too. */
const IDLE_LOGINS_AT_ONCE = 10

let pairs: (readonly [Device, Device])[] = []
let idle: Device[] = []
let wholeCall: WholeCall = realCall(false)

async function many<T>(count: number, make: (index: number) => Promise<T>, atOnce = LOGINS_AT_ONCE): Promise<T[]> {
  const made: T[] = []
  let next = 0
  const worker = async () => {
    while (next < count) made.push(await make(next++))
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return made
}

/** A message that is lost must not stop the benchmark for ever. */
async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('a call was never told')), (seconds + 20) * 1000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const since = (from: number) => (performance.now() - from) / 1000

async function open({ seconds, callsPerSecond }: ClientQuestions['open'][0]): Promise<Result> {
  const result: Result = { calls: 0, seconds: 0, ringMs: [], missed: 0 }
  const free = [...pairs]
  const going = new Set<Promise<void>>()
  const failures: unknown[] = []
  const from = performance.now()
  let begun = 0
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      for (; begun < since(from) * callsPerSecond && begun < seconds * callsPerSecond; begun += 1) {
        const pair = free.shift()
        if (!pair) {
          result.missed += 1
          continue
        }
        const call = wholeCall(...pair).then(
          (ms) => {
            result.ringMs.push(ms)
            free.push(pair)
          },
          (error: unknown) => void failures.push(error),
        )
        going.add(call)
        void call.finally(() => going.delete(call))
      }
      if (begun < seconds * callsPerSecond) return
      clearInterval(timer)
      resolve()
    }, 1)
  })
  await Promise.all(going)
  if (failures.length > 0) throw failures[0]
  return { ...result, calls: result.ringMs.length, seconds: since(from) }
}

async function closed({ calls, atMostSeconds, pairs: count }: ClientQuestions['closed'][0]): Promise<Result> {
  const ringMs: number[] = []
  let begun = 0
  const from = performance.now()
  await Promise.all(
    pairs.slice(0, count).map(async (pair) => {
      while (begun < calls && since(from) < atMostSeconds) {
        begun += 1
        ringMs.push(await wholeCall(...pair))
      }
    }),
  )
  return { calls: ringMs.length, seconds: since(from), ringMs, missed: 0 }
}

answerQuestions<ClientQuestions>({
  async connect({ urls, name, pairs: count, hasRoom }) {
    const [first = '', last = ''] = [urls.at(0), urls.at(-1)]
    pairs = await many(count, (index) =>
      Promise.all([
        openDevice(first, `${name}-a${index}`, hasRoom),
        openDevice(last, `${name}-b${index}`, hasRoom),
      ] as const),
    )
    return {}
  },
  async idle({ url, name, count }) {
    idle = await many(count, (index) => openDevice(url, `${name}-i${index}`, false), IDLE_LOGINS_AT_ONCE)
    return {}
  },
  closed: (question) => within(question.atMostSeconds, closed(question)),
  open: (question) => within(question.seconds, open(question)),
  async learn({ hasRoom }) {
    const [pair] = pairs
    if (!pair) throw new Error('nobody is there')
    return learnTraffic(...pair, hasRoom)
  },
  async over({ traffic, hasRoom }) {
    wholeCall = traffic ? relayedCall(traffic, hasRoom) : realCall(hasRoom)
    return {}
  },
  async leave() {
    // Whoever was cut off meanwhile was counted for nothing.
    const lost = idle.filter((device) => !device.isOpen()).length
    if (lost > 0) throw new Error(`${lost} of ${idle.length} idle devices have lost their connection`)
    await Promise.all([...pairs.flat(), ...idle].map((device) => device.close()))
    pairs = []
    idle = []
    return {}
  },
})

import type { Page } from 'playwright'

/** Ann has the whole kit, Bob an engine. */
export interface Two {
  ann: Page
  bob: Page
  /** How long both stay in a call, ms. */
  stayMs: number
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const press = (page: Page, name: string) => page.evaluate((button) => line.press(button), name)

async function ring(from: Page, to: Page, type: 'audio' | 'video'): Promise<void> {
  const userID = await to.evaluate(() => line.engine.store.getState().self?.userID ?? '')
  await from.evaluate(
    ([callee, kind]) => line.engine.call({ userIDList: [callee], type: kind }).then(() => undefined),
    [userID, type] as const,
  )
  await to.evaluate(() => line.untilStatus('ringing'))
}

/** Both hear each other, in a video call see each other, and stay for a while. */
async function talk({ ann, bob, stayMs }: Two, type: 'audio' | 'video'): Promise<void> {
  await Promise.all([ann, bob].map((page) => page.evaluate(() => line.untilStatus('connected'))))
  const both = [
    [ann, 'bob'],
    [bob, 'ann'],
  ] as const
  await Promise.all(
    both.map(([page, other]) =>
      page.evaluate(
        async ([userID, kind]) => {
          await line.hears(userID)
          if (kind === 'video') await line.sees(userID)
        },
        [other, type] as const,
      ),
    ),
  )
  await pause(stayMs)
}

/** @throws Error unless the call ended so for both */
async function endsAs({ ann, bob }: Two, reason: string): Promise<void> {
  const told = await Promise.all([ann, bob].map((page) => page.evaluate(() => line.untilOver())))
  if (told.some((each) => each !== reason)) throw new Error(`It should have ended as ${reason}, not ${told.join()}.`)
  const errors = await Promise.all([ann, bob].map((page) => page.evaluate(() => line.errors.join('; '))))
  if (errors.join('') !== '') throw new Error(`Something went wrong: ${errors.join('; ')}`)
}

/** Every way in which a call of two goes, one after the other. */
export const callKinds: readonly ((two: Two) => Promise<void>)[] = [
  async function annCallsWithPicture(two) {
    await ring(two.ann, two.bob, 'video')
    await two.bob.evaluate(() => line.engine.accept())
    await talk(two, 'video')
    await press(two.ann, 'Hang up')
    await endsAs(two, 'hangup')
  },
  async function bobIsDeclined(two) {
    await ring(two.bob, two.ann, 'video')
    await press(two.ann, 'Decline')
    await endsAs(two, 'rejected')
  },
  async function bobCallsWithPicture(two) {
    await ring(two.bob, two.ann, 'video')
    await press(two.ann, 'Accept')
    await talk(two, 'video')
    await two.bob.evaluate(() => line.engine.hangup())
    await endsAs(two, 'hangup')
  },
  async function annCancels(two) {
    await ring(two.ann, two.bob, 'video')
    await press(two.ann, 'Cancel call')
    await endsAs(two, 'cancelled')
  },
  async function annCallsWithVoice(two) {
    await ring(two.ann, two.bob, 'audio')
    await two.bob.evaluate(() => line.engine.accept())
    await talk(two, 'audio')
    await two.bob.evaluate(() => line.engine.hangup())
    await endsAs(two, 'hangup')
  },
  async function bobCancels(two) {
    await ring(two.bob, two.ann, 'audio')
    await two.bob.evaluate(() => line.engine.hangup())
    await endsAs(two, 'cancelled')
  },
  async function bobCallsWithVoice(two) {
    await ring(two.bob, two.ann, 'audio')
    await press(two.ann, 'Accept')
    await talk(two, 'audio')
    await press(two.ann, 'Hang up')
    await endsAs(two, 'hangup')
  },
  async function annIsDeclined(two) {
    await ring(two.ann, two.bob, 'audio')
    await two.bob.evaluate(() => line.engine.reject())
    await endsAs(two, 'rejected')
  },
]

/** The call of that number, kinds taking turns. Names itself when it goes wrong. */
export async function makeCall(two: Two, index: number): Promise<void> {
  const call = callKinds[index % callKinds.length]
  await call?.(two).catch((cause: unknown) => {
    throw new Error(`Call ${index + 1}, ${call.name}: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  })
}

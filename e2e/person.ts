import type { Locator, Page } from 'playwright'
import type { CallEvent, CallEventPayloads, CallType } from '@ringkit/core'

/** How long anything may take that waits for no timer of the contract, ms: the machine may be busy. */
const PATIENCE_MS = 30_000

/** Told by the state of media and network, at times no contract fixes: looked at one by one, and left out of a story. */
const beside: readonly CallEvent[] = [
  'NETWORK_QUALITY',
  'USER_VOICE_VOLUME',
  'DEVICED_UPDATED',
  'USER_AUDIO_AVAILABLE',
  'USER_VIDEO_AVAILABLE',
  'USER_SCREEN_AVAILABLE',
]

export interface Told {
  event: CallEvent
  payload: unknown
}

/** One person at the demo's page, who does and sees what a person can. */
export class Person {
  readonly page: Page
  readonly name: string
  /** Known once signed in. */
  userID = ''

  constructor(page: Page, name: string) {
    this.page = page
    this.name = name
    page.setDefaultTimeout(PATIENCE_MS)
  }

  /** Signs in and waits until calls can be made and received. */
  async signIn(): Promise<void> {
    await this.page.getByRole('textbox', { name: 'Your name' }).fill(this.name)
    await this.press('Sign in')
    this.userID = (await this.heard('SDK_READY')).userID
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true })
  }

  async press(name: string): Promise<void> {
    await this.button(name).click()
  }

  /** Ticks people and calls them; resolves once the call is under way. */
  async calls(others: readonly Person[], type: CallType, options: { groupID?: string } = {}): Promise<void> {
    for (const other of others) await this.page.getByRole('checkbox', { name: other.name, exact: true }).check()
    if (options.groupID !== undefined) {
      await this.page.getByText('Group', { exact: true }).click()
      await this.page.getByRole('textbox', { name: 'Group ID' }).fill(options.groupID)
    }
    await this.press(type === 'video' ? 'Video call' : 'Audio call')
  }

  /** Rings somebody more for the call under way. */
  async invites(other: Person): Promise<void> {
    await this.press('Invite people')
    const dialog = this.page.getByRole('dialog', { name: 'Invite people' })
    await dialog.getByRole('checkbox', { name: other.name, exact: true }).check()
    await dialog.getByRole('button', { name: 'Invite', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
  }

  accept = () => this.press('Accept')
  decline = () => this.press('Decline')
  hangUp = () => this.press('Hang up')
  cancel = () => this.press('Cancel call')

  /** The tile of somebody in the call, oneself included. */
  tile(other: Person): Locator {
    return this.page.getByRole('group', { name: other === this ? `${other.name} (you)` : other.name, exact: true })
  }

  /** The payload of the nth event of that name, told already or yet to come. */
  async heard<E extends CallEvent>(event: E, nth = 1, timeout = PATIENCE_MS): Promise<CallEventPayloads[E]> {
    const entry = this.page.locator(`[data-event="${event}"]`).nth(nth - 1)
    try {
      await entry.waitFor({ state: 'attached', timeout })
    } catch (cause) {
      throw new Error(`${this.name} did not hear ${event} (${nth}); ${await this.report()}`, { cause })
    }
    // What the page shows as JSON is the payload of that event.
    return JSON.parse((await entry.locator('code').textContent()) ?? '') as CallEventPayloads[E]
  }

  /** Resolves with the first payload that is as wanted, told already or yet to come. */
  async heardLike<E extends CallEvent>(
    event: E,
    isWanted: (payload: CallEventPayloads[E]) => boolean,
  ): Promise<CallEventPayloads[E]> {
    for (let nth = 1; ; nth += 1) {
      const payload = await this.heard(event, nth)
      if (isWanted(payload)) return payload
    }
  }

  /** Everything told so far, in order. */
  async log(): Promise<Told[]> {
    return this.page.locator('[data-event]').evaluateAll((entries: HTMLElement[]) =>
      entries.map((entry) => ({
        // The page writes the event's own name.
        event: entry.dataset.event as CallEvent,
        payload: JSON.parse(entry.querySelector('code')?.textContent ?? 'null') as unknown,
      })),
    )
  }

  /** Every payload of one event so far. */
  async all<E extends CallEvent>(event: E): Promise<CallEventPayloads[E][]> {
    const told = (await this.log()).filter((entry) => entry.event === event)
    return told.map(({ payload }) => payload as CallEventPayloads[E])
  }

  /** The names of all events in order, without those that follow media and network alone. */
  async story(): Promise<CallEvent[]> {
    return (await this.log()).map(({ event }) => event).filter((event) => !beside.includes(event))
  }

  /** Resolves once the newest volume of somebody is above zero: their microphone is heard here. */
  async hears(other: Pick<Person, 'userID'>): Promise<void> {
    await this.page.waitForFunction(
      (userID) => {
        const text = document.querySelector(
          '[data-event="USER_VOICE_VOLUME"]:last-of-type code, [data-event="USER_VOICE_VOLUME"] code',
        )
        const { volumeMap } = JSON.parse(
          text?.textContent ?? '{"volumeMap":[]}',
        ) as CallEventPayloads['USER_VOICE_VOLUME']
        return volumeMap.some((entry) => entry.userID === userID && entry.volume > 0)
      },
      other.userID,
      // Between two beeps of the fake microphone there is a second of silence.
      { polling: 50 },
    )
  }

  /** How often volumes are told in so many seconds. */
  countVolumes(seconds: number): Promise<number> {
    return this.page.evaluate(async (milliseconds) => {
      let count = 0
      const isVolume = (node: Node) => node instanceof HTMLElement && node.dataset.event === 'USER_VOICE_VOLUME'
      const observer = new MutationObserver((changes) => {
        for (const { addedNodes } of changes) count += [...addedNodes].filter(isVolume).length
      })
      observer.observe(document.body, { childList: true, subtree: true })
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      observer.disconnect()
      return count
    }, seconds * 1000)
  }

  /** Resolves once frames of somebody's picture arrive and differ from each other. */
  async sees(other: Person): Promise<void> {
    await seesMoving(this.tile(other).locator('video'))
  }

  /** Live captures by kind: the lights a person would see. */
  lights(): Promise<{ camera: number; microphone: number }> {
    return this.page.evaluate(() => {
      // Put there by `watchMedia`.
      const { captures } = globalThis as unknown as { captures: MediaStreamTrack[] }
      const live = (kind: string) =>
        captures.filter((track) => track.kind === kind && track.readyState === 'live').length
      return { camera: live('video'), microphone: live('audio') }
    })
  }

  /** What was told, for the message of a failed test. */
  async report(): Promise<string> {
    const told = await this.log().catch(() => [])
    const lines = told.map(({ event, payload }) => `  ${event} ${JSON.stringify(payload).slice(0, 240)}`)
    return [`${this.name} was told:`, ...lines].join('\n')
  }
}

/** Resolves once two frames of a video have arrived that differ in their pixels. */
export async function seesMoving(video: Locator): Promise<void> {
  const until = Date.now() + PATIENCE_MS
  let outcome: string
  // A kit may put another element in its place while one looks.
  do outcome = await lookForMotion(video, until)
  while (outcome === 'replaced' && Date.now() < until)
  if (outcome !== 'moves') throw new Error(`No moving picture within ${PATIENCE_MS / 1000} s: ${outcome}`)
}

/** `moves`, `replaced` where the element has left the page, or what is known of a picture that stands still, as JSON. */
function lookForMotion(video: Locator, until: number): Promise<string> {
  return video.evaluate(async (element: HTMLVideoElement, until) => {
    const canvas = document.createElement('canvas')
    canvas.width = 64
    canvas.height = 36
    const context = canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no canvas')
    let frames = 0
    /** Resolves with the next frame, or without one once the element is gone or the time is over. */
    const nextFrame = () =>
      new Promise<void>((resolve) => {
        const look = setInterval(() => {
          if (element.isConnected && Date.now() < until) return
          clearInterval(look)
          resolve()
        }, 100)
        element.requestVideoFrameCallback(() => {
          clearInterval(look)
          frames += 1
          resolve()
        })
      })
    const pixels = () => {
      context.drawImage(element, 0, 0, canvas.width, canvas.height)
      return context.getImageData(0, 0, canvas.width, canvas.height).data.join()
    }
    await nextFrame()
    const first = pixels()
    while (element.isConnected && Date.now() < until) {
      // oxlint-disable-next-line no-await-in-loop -- one frame after the other
      await nextFrame()
      if (pixels() !== first) return 'moves'
    }
    if (!element.isConnected) return 'replaced'
    const { readyState, videoWidth, paused } = element
    return JSON.stringify({ frames, readyState, videoWidth, paused, hasSource: element.srcObject !== null })
  }, until)
}

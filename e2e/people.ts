import type { Browser, BrowserContextOptions, ConsoleMessage } from 'playwright'
import { afterAll, afterEach, expect, inject } from 'vitest'
import { startBrowser } from './browser.ts'
import { startDemoSite } from './demoSite.ts'
import { Person } from './person.ts'
import { watchMedia } from './watchMedia.ts'

export interface PersonOptions {
  /** The call server to sign in at. Default: the one with every option at its default. */
  server?: string
  /** The demo's address, when it is served already. Default: the built demo, served for `server`. */
  demo?: string
  /** `deny`: refuses camera and microphone. Default: grants them. */
  permission?: 'grant' | 'deny'
  /** Exactly this name. Default: the given one and a number, so that no test meets people of another. */
  isSame?: boolean
  /** Runs in the page before its own code. */
  init?: () => void
  /** Errors on the console that belong to the story, each with its reason beside it. */
  expectedErrors?: readonly RegExp[]
  context?: BrowserContextOptions
}

/**
 * What livekit-client writes on the console when the call server ends a call, and with it the room, before the page has left,
 * or when somebody leaves whose track is just coming: at the end of a call no error to anybody, and the engine tells none.
 */
export const roomEndedFirst: readonly RegExp[] = [
  /^error reading from signal stream/,
  /^DataChannel error on/,
  /^publisher data channel .* closed unexpectedly/,
  /^Tried to add a track for a participant, that's not present/,
]

/** Makes the people of a test file, and sees them off after each test. */
export function gatherPeople() {
  const browsers = new Map<string, Promise<Browser>>()
  const sites = new Map<string, ReturnType<typeof startDemoSite>>()
  const present: { person: Person; errors: string[] }[] = []
  let count = 0

  function once<T>(kept: Map<string, T>, key: string, make: () => T): T {
    const value = kept.get(key) ?? make()
    kept.set(key, value)
    return value
  }

  /** Opens a browser profile of its own and signs in. */
  async function person(wanted: string, options: PersonOptions = {}): Promise<Person> {
    const { server = inject('callServerURL'), permission = 'grant' } = options
    const expectedErrors = [...roomEndedFirst, ...(options.expectedErrors ?? [])]
    const browser = await once(browsers, permission, () => startBrowser(permission))
    const demo = options.demo ?? (await once(sites, server, () => startDemoSite(inject('demoDirectory'), server))).url
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options.context })
    const page = await context.newPage()
    const errors: string[] = []
    const note = (text: string) => expectedErrors.some((expected) => expected.test(text)) || errors.push(text)
    page.on('pageerror', (error) => note(String(error.stack)))
    page.on('console', (message: ConsoleMessage) => message.type() === 'error' && note(message.text()))
    await page.addInitScript(watchMedia)
    if (options.init) await page.addInitScript(options.init)
    count += 1
    const name = options.isSame ? wanted : `${wanted} ${process.pid}.${count}`
    const made = new Person(page, name)
    present.push({ person: made, errors })
    await page.goto(demo)
    await made.signIn()
    return made
  }

  afterEach(async ({ task }) => {
    const all = present.splice(0)
    if (task.result?.state === 'fail') for (const { person: each } of all) console.error(await each.report())
    await Promise.all(all.map(({ person: each }) => each.page.context().close()))
    for (const { person: each, errors } of all)
      expect(errors, `errors on the console of ${each.name}: ${errors.join('\n')}`).toEqual([])
  })
  afterAll(async () => {
    for (const browser of browsers.values()) await (await browser).close()
    for (const site of sites.values()) await (await site).close()
  })

  return {
    person,
    /** Several at once, each of whom sees the others online. */
    async people<const Names extends readonly string[]>(
      names: Names,
      options: PersonOptions = {},
    ): Promise<{ [K in keyof Names]: Person }> {
      const made = await Promise.all(names.map((name) => person(name, options)))
      // One person per name; mapping a tuple loses its length.
      return made as { [K in keyof Names]: Person }
    },
  }
}

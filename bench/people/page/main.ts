/** One of the pages of the benchmark, named by the address: the kit's call, LiveKit's, or the kit's with 500 simulated members. */
import { watchPage, type Watch } from './watchPage.ts'

/** Each shows its call when it is told where that is. */
export interface BenchPage {
  /** Resolves once the call is connected. */
  start(access: { url: string; token: string }): Promise<void>
  /** Calls people, where the page can call. */
  call?(userIDList: string[]): Promise<void>
  /** How many others are in the call here. */
  count(): number
  /** How many others' microphones can be heard. */
  heard(): number
  /** Counts the levels told to one listener for so many ms. */
  levels?(userID: string, ms: number): Promise<number>
  /** Lets so many more of the invited people in at once; resolves when the last of them is seen. */
  joinBurst?(people: number): Promise<void>
  /** The buttons to the next page and to the one before. */
  pager: { next: string; previous: string }
  /** A tile. */
  tile: string
}

const watch = watchPage()
const pages: Record<string, () => Promise<{ page: BenchPage }>> = {
  ringkit: () => import('./ringkit.tsx'),
  livekit: () => import('./livekit.tsx'),
  members: () => import('./members.tsx'),
}
const name = new URLSearchParams(location.search).get('page') ?? ''
const load = pages[name]
if (!load) throw new Error(`There is no page ${name}.`)
const { page } = await load()

declare global {
  var bench: BenchPage & Watch
}
globalThis.bench = { ...page, ...watch }

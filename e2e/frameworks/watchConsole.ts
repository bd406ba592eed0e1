import type { Page } from 'playwright'
import { expect } from 'vitest'

/**
 * What is written when somebody accepts in the moment it rings, as programs do: they are still on their way into the room, and that
 * way is given up for one with the rights of the call (docs/decisions/0012). livekit-client says so, and Chromium of its socket.
 */
const ofQuickAccept = [
  /^warning: Abort connection attempt due to user initiated disconnect/,
  /^warning: abort transport connection /,
  /^warning: could not createOffer with closed peer connection /,
  /^warning: WebSocket connection to '[^']*\/rtc\/[^']*' failed: WebSocket is closed before the connection is established/,
]

/**
 * What a page complains of, as it comes: uncaught errors, and what is written to the console as an error or a warning. React
 * tells there of a hydration that went wrong.
 */
export function watchConsole(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error.stack)))
  page.on('console', (message) => {
    const text = `${message.type()}: ${message.text()}`
    const isComplaint = message.type() === 'error' || message.type() === 'warning'
    if (isComplaint && !ofQuickAccept.some((known) => known.test(text))) complaints.push(text)
  })
  return complaints
}

/** Nothing was complained of so far; what was, is told whole: the list itself a report would cut short. */
export function expectNoComplaints(...lists: readonly (readonly string[])[]): void {
  const all = lists.flat()
  expect(all, all.join('\n')).toEqual([])
}

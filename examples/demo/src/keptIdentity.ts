import type { Identity } from './callServer.ts'

const KEY = 'ringkit-demo:identity'

/** Who this tab is signed in as. Kept for the tab: after a reload the call goes on, and two tabs can be two people. */
export function keptIdentity(): Identity | undefined {
  try {
    // Written by `keepIdentity` alone.
    return (JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Identity | null) ?? undefined
  } catch {
    return undefined
  }
}

export function keepIdentity(identity: Identity | undefined): void {
  try {
    if (identity) sessionStorage.setItem(KEY, JSON.stringify(identity))
    else sessionStorage.removeItem(KEY)
  } catch {
    // A browser without storage: the demo works, and a reload asks for the name again.
  }
}

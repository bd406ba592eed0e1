/** Stands for an app that is there already: it knows who is signed in, and has a button that calls somebody. */
import { useAction, useCall, useCallActions } from '@ringkit/react'
import type { ReactNode } from 'react'

const query = new URLSearchParams(location.search)

export const callServerURL: string = import.meta.env.VITE_RINGKIT_URL ?? 'http://localhost:4000'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')
export const myRoot: HTMLElement = root

/** By the development sign-in of `ringkit dev`; an app of your own asks its own server. */
export async function fetchMyToken(): Promise<string> {
  const response = await fetch(new URL('/dev/sign-in', callServerURL), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: query.get('me') ?? 'Ann' }),
  })
  const body: unknown = await response.json()
  if (typeof body === 'object' && body && 'token' in body && typeof body.token === 'string') return body.token
  throw new Error(`The call server refused to sign me in (${response.status}).`)
}

export function MyApp(): ReactNode {
  const { run } = useAction(useCallActions().call)
  const isReady = useCall((state) => state.status === 'idle')
  const other = query.get('call') ?? 'bob'
  return (
    <main>
      <h1>My app</h1>
      <button disabled={!isReady} onClick={() => run({ userIDList: [other], type: 'video' })}>
        Call {other}
      </button>
    </main>
  )
}

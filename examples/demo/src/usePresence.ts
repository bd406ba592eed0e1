import { useEffect, useState } from 'react'
import { callServerURL, type Person } from './callServer.ts'

/** Everybody who is online, live; undefined until the call server has told. The browser reconnects by itself. */
export function usePresence(): readonly Person[] | undefined {
  const [people, setPeople] = useState<readonly Person[]>()
  useEffect(function listen() {
    const source = new EventSource(new URL('/dev/presence', callServerURL))
    // The development server's own format: [{userID, name}].
    source.addEventListener('message', ({ data }: MessageEvent<string>) => setPeople(JSON.parse(data) as Person[]))
    source.addEventListener('error', () => setPeople(undefined))
    return () => source.close()
  }, [])
  return people
}

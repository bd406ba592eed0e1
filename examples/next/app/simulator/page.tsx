import { CallKit } from '@ringkit/react'
import type { ReactNode } from 'react'
import { SimulatedCalls } from './SimulatedCalls.tsx'

/** A server component: the kit is handed, from here, into the part that runs in the browser. */
export default function Page(): ReactNode {
  return (
    <main>
      <h1>Calls without a call server</h1>
      <SimulatedCalls>
        <CallKit />
      </SimulatedCalls>
    </main>
  )
}

'use client'
import { CallProvider } from '@ringkit/react'
import { createSimulator, type Simulator } from '@ringkit/core/simulator'
import type { CallEngine } from '@ringkit/core'
import { useEffect, useState, type ReactNode } from 'react'

/** Ann's screen, and Bob, whom the page plays: calls without any server, by the real engine. */
export function SimulatedCalls({ children }: { children: ReactNode }): ReactNode {
  const [stage, setStage] = useState<{ simulator: Simulator; ann: CallEngine }>()
  useEffect(function simulate() {
    const simulator = createSimulator({ people: [{ userID: 'ann' }, { userID: 'bob', name: 'Bob' }] })
    const ann = simulator.createEngine('ann')
    simulator.person('bob').whenCalled({ does: 'accept', after: 1 })
    void Promise.all([ann.login(), simulator.person('bob').signIn()]).then(() => setStage({ simulator, ann }))
    return () => simulator.destroy()
  }, [])
  if (!stage) return <p>One moment …</p>
  const { simulator, ann } = stage
  return (
    <CallProvider engine={ann}>
      <button onClick={() => void ann.call({ userIDList: ['bob'], type: 'video' })}>Call Bob</button>{' '}
      <button onClick={() => void simulator.person('bob').calls('ann')}>Let Bob call</button>
      {children}
    </CallProvider>
  )
}

/** A page of somebody's own, with `CallKit` in it, on the simulator. Its test puts the stylesheets in. */
import { StrictMode, version } from 'react'
import { createRoot } from 'react-dom/client'
import { createSimulator } from '@ringkit/core/simulator'
import { CallKit, CallProvider } from '@ringkit/react'
import styles from '@ringkit/react/styles.css?inline'
import { HostElements } from './HostElements.tsx'
import './hostWindow.ts'

const people = [
  { userID: 'bob', name: 'Bob' },
  { userID: 'carol', name: 'Carol' },
]
const simulator = createSimulator({ people: [{ userID: 'ann', name: 'Ann' }, ...people] })
const ann = simulator.createEngine('ann')
await Promise.all([ann.login(), ...people.map(({ userID }) => simulator.person(userID).signIn())])
window.host = { simulator, ann, styles, reactVersion: version }

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')
createRoot(root).render(
  <StrictMode>
    <CallProvider engine={ann}>
      <HostElements />
      <CallKit people={people} />
    </CallProvider>
  </StrictMode>,
)

/** A call of nine in a simulator whose clock is turned by hand, on the whole kit. */
import { createRoot } from 'react-dom/client'
import { createSimulator } from '@ringkit/core/simulator'
import { CallKit, CallProvider } from '@ringkit/react'
import '@ringkit/react/styles.css'
import { leftOpen } from './leftOpen.ts'
import { until } from './looking.ts'

const others = ['bob', 'carol', 'dave', 'eve', 'frank', 'grace', 'heidi', 'ivan']
const qualities = ['excellent', 'good', 'poor', 'lost'] as const

export interface Hour {
  leftOpen: typeof leftOpen
  /** Everybody is in the call when this resolves. */
  begin(): Promise<void>
  /** The next minute of the call: people talk, networks change, somebody goes and comes back. Everybody is in again at its end. */
  minute(index: number): Promise<void>
  end(): Promise<void>
  /** Timers of the simulated time that wait. */
  waiting(): number
}

export async function startHour(): Promise<Hour> {
  const simulator = createSimulator({ people: ['ann', ...others], clock: 'manual' })
  const { clock } = simulator
  const ann = simulator.createEngine('ann')
  // Their own meters are nobody's concern here, and would take most of the time.
  for (const userID of others) simulator.createEngine(userID, { volumeInterval: 10_000 })
  const root = document.getElementById('root')
  if (!root) throw new Error('index.html has no element with the id "root".')
  document.querySelector('#remote')?.remove()
  createRoot(root).render(
    <CallProvider engine={ann}>
      <CallKit />
    </CallProvider>,
  )
  const signedIn = [ann.login(), ...others.map((userID) => simulator.person(userID).signIn())]
  await clock.advance(100)
  await Promise.all(signedIn)
  for (const userID of others) simulator.person(userID).whenCalled({ does: 'accept', after: 1 })

  const present = () => Object.values(ann.store.getState().members).filter(({ isEntered }) => isEntered).length
  const untilAll = () => clock.advanceUntil(() => present() === others.length + 1)
  return {
    leftOpen,
    waiting: () => clock.waiting,
    async begin() {
      const called = ann.call({ userIDList: others, type: 'video' })
      await clock.advance(100)
      await called
      await untilAll()
    },
    async minute(index) {
      const goes = others[index % others.length] ?? ''
      const over = clock.now() + 60_000
      for (const [place, userID] of others.entries()) {
        const person = simulator.person(userID)
        person.setQuality(qualities[(index + place) % qualities.length] ?? 'good')
        if ((index + place) % 3 === 0) person.talks()
        else person.staysSilent()
        person.forget()
      }
      simulator.person('ann').forget()
      await clock.advance(15_000)
      simulator.person(goes).hangsUp()
      await clock.advanceUntil(() => present() === others.length)
      await clock.advance(15_000)
      const invited = ann.invite([goes])
      await clock.advance(100)
      await invited
      await untilAll()
      await clock.advance(over - clock.now())
    },
    async end() {
      const left = ann.hangup()
      await clock.advance(100)
      await left
      for (const userID of others) simulator.person(userID).hangsUp()
      await clock.advance(60_000)
      if (ann.store.getState().status !== 'idle') throw new Error('The call did not end.')
      // Notices go by the time in which they are read.
      await until('an end of notices', () => !document.querySelector('.rk-notice'))
    },
  }
}

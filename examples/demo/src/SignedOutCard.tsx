import { CallEvent } from '@ringkit/core'
import { useCall, useCallActions, useCallEvent, useProblem } from '@ringkit/react'
import { useState, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { signIn } from './callServer.ts'
import type { HomeProps } from './Home.tsx'

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Says why no calls arrive, and offers the way back. Nothing while signed in. */
export function SignedOutCard({ identity, onIdentity }: Pick<HomeProps, 'identity' | 'onIdentity'>): ReactNode {
  const status = useCall((state) => state.status)
  const { login } = useCallActions()
  const [reason, setReason] = useState('')
  useProblem((error) => setReason(sentenceOf(error)))
  useCallEvent(CallEvent.ERROR, ({ message }) => setReason(message))
  useCallEvent(CallEvent.KICKED_OUT, ({ reason: why }) =>
    setReason(why === 'repeatLogin' ? 'You are signed in somewhere else.' : 'The call server signed you out.'),
  )
  useCallEvent(CallEvent.SDK_READY, () => setReason(''))

  async function again(): Promise<void> {
    try {
      const renewed = await signIn(identity.name)
      // The provider must have the new token before it is asked for.
      flushSync(() => onIdentity(renewed))
      await login()
    } catch (error) {
      setReason(sentenceOf(error))
    }
  }

  if (status !== 'loggedOut' || !reason) return null
  return (
    <section className="card signed-out" aria-label="Signed out">
      <p role="alert">{reason}</p>
      <button type="button" className="button primary" onClick={() => void again()}>
        Sign in again
      </button>
    </section>
  )
}

'use client'
import { useAction, useCall, useCallActions } from '@ringkit/react'
import { useState, type FormEvent, type ReactNode } from 'react'

/** Calls somebody by user ID; with the development sign-in, that is the name in small letters. */
export function CallForm(): ReactNode {
  const [userID, setUserID] = useState('')
  const status = useCall((state) => state.status)
  const { run } = useAction(useCallActions().call)
  function dial(event: FormEvent): void {
    event.preventDefault()
    run({ userIDList: [userID.trim()], type: 'video' })
  }
  return (
    <form onSubmit={dial}>
      <p role="status">{status}</p>
      <label>
        Call <input value={userID} onChange={(event) => setUserID(event.target.value)} required />
      </label>{' '}
      <button disabled={status !== 'idle'}>Call</button>
    </form>
  )
}

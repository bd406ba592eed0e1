import { useState, type FormEvent, type ReactNode } from 'react'
import { signIn, type Identity } from './callServer.ts'
import { Logo } from './Logo.tsx'

/** Asks for a name and nothing else. */
export function SignIn({ onSignIn }: { onSignIn: (identity: Identity) => void }): ReactNode {
  const [name, setName] = useState('')
  const [problem, setProblem] = useState('')
  const [isPending, setPending] = useState(false)

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    if (isPending) return
    setPending(true)
    setProblem('')
    try {
      onSignIn(await signIn(name))
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
      setPending(false)
    }
  }

  return (
    <main className="sign-in">
      <form className="card" onSubmit={(event) => void submit(event)} aria-busy={isPending}>
        <Logo />
        <h1>Call somebody</h1>
        <p className="quiet">Sign in here, sign in under another name in a second tab, and call yourself.</p>
        <label className="field">
          Your name
          <input
            value={name}
            onChange={(event) => setName(event.target.value)}
            maxLength={60}
            autoComplete="name"
            required
            aria-describedby={problem ? 'sign-in-problem' : undefined}
          />
        </label>
        <p id="sign-in-problem" role="alert" className="problem">
          {problem}
        </p>
        <button className="button primary" disabled={name.trim() === ''} aria-disabled={isPending}>
          Sign in
        </button>
      </form>
    </main>
  )
}

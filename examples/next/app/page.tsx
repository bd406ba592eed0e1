import { CallKit, CallProvider } from '@ringkit/react'
import type { ReactNode } from 'react'
import { CallForm } from './CallForm.tsx'
import { callServerURL, signIn } from './callServer.ts'

/**
 * A server component. It signs the visitor in and hands the token to the kit: both components are client components of the
 * package, rendered here with nothing in between. Open it as `/?me=Ann` in one tab and as `/?me=Bob` in another.
 */
export default async function Page({ searchParams }: { searchParams: Promise<{ me?: string }> }): Promise<ReactNode> {
  const { me = 'Ann' } = await searchParams
  const token = await signIn(me)
  return (
    <CallProvider key={me} url={callServerURL} token={token}>
      <main>
        <h1>Hello, {me}</h1>
        <CallForm />
        <p>
          <a href="/simulator">The same without a call server</a>
        </p>
      </main>
      <CallKit />
    </CallProvider>
  )
}

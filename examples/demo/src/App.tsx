import { CallProvider, type Language } from '@ringkit/react'
import { useState, type ReactNode } from 'react'
import { callServerURL, type Identity } from './callServer.ts'
import { Home } from './Home.tsx'
import { keepIdentity, keptIdentity } from './keptIdentity.ts'
import { keepLanguage, keptLanguage } from './keptLanguage.ts'
import { SignIn } from './SignIn.tsx'

/** Sign in by name; then see who is online and call them. */
export function App(): ReactNode {
  const [identity, setIdentity] = useState(keptIdentity)
  const become = (next: Identity | undefined) => {
    keepIdentity(next)
    setIdentity(next)
  }
  const [language, setLanguage] = useState(keptLanguage)
  const speak = (next: Language) => {
    keepLanguage(next)
    setLanguage(next)
  }
  if (!identity) return <SignIn onSignIn={become} />
  return (
    <CallProvider key={identity.userID} url={callServerURL} token={identity.token} language={language}>
      <Home identity={identity} onIdentity={become} language={language} onLanguage={speak} />
    </CallProvider>
  )
}

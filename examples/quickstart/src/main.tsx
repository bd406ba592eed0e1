import { CallKit, CallProvider } from '@ringkit/react'
import '@ringkit/react/styles.css'
import { createRoot } from 'react-dom/client'
import { callServerURL, fetchMyToken, MyApp, myRoot } from './myApp.tsx'
createRoot(myRoot).render(
  <CallProvider url={callServerURL} token={fetchMyToken}>
    <MyApp />
    <CallKit />
  </CallProvider>,
)

import { renderToString } from 'react-dom/server'
import { expect, test, vi } from 'vitest'
import { noMedia } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import {
  CallControls,
  CallKit,
  CallNotices,
  CallProvider,
  CallView,
  DevicePicker,
  IncomingCallDialog,
  OutgoingCall,
  useCall,
  VideoGrid,
  VideoTile,
  VolumeMeter,
} from './index.ts'

function Everything() {
  const status = useCall((state) => state.status)
  return (
    <>
      <p>{status}</p>
      <CallKit people={[]} />
      <IncomingCallDialog />
      <OutgoingCall />
      <CallView />
      <VideoGrid />
      <VideoTile userID="bob" />
      <CallControls />
      <DevicePicker kind="camera" />
      <VolumeMeter />
      <CallNotices />
    </>
  )
}

test('on a server nothing is opened, asked or touched', () => {
  expect(typeof window).toBe('undefined')
  const signalling = vi.fn<() => never>()
  const media = vi.fn<() => never>()
  const token = vi.fn<() => string>()
  const html = renderToString(
    <CallProvider url="http://a" token={token} signalling={signalling} media={media}>
      <Everything />
    </CallProvider>,
  )
  expect(html).toContain('loggedOut')
  expect(signalling).not.toHaveBeenCalled()
  expect(media).not.toHaveBeenCalled()
  expect(token).not.toHaveBeenCalled()
})

test('an engine that is signed in renders as the browser will at first: signed out', async () => {
  const simulator = createSimulator({ people: [{ userID: 'ann' }] })
  const engine = simulator.createEngine('ann', { media: noMedia() })
  await engine.login()
  expect(
    renderToString(
      <CallProvider engine={engine}>
        <Everything />
      </CallProvider>,
    ),
  ).toContain('<p>loggedOut</p>')
  simulator.destroy()
})

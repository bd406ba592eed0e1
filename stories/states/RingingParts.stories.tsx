import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, waitFor } from 'storybook/test'
import {
  IncomingCallAccept,
  IncomingCallAcceptWithoutCamera,
  IncomingCallActions,
  IncomingCallCaller,
  IncomingCallDecline,
  IncomingCallDeclineMessages,
  IncomingCallDialog,
  IncomingCallSending,
  OutgoingCall,
  OutgoingCallActions,
  OutgoingCallCancel,
  OutgoingCallPeople,
  OutgoingCallPreview,
  PreCall,
  PreCallCamera,
  PreCallContinue,
  PreCallMicrophone,
  PreCallNetwork,
  PreCallProblems,
  PreCallSpeaker,
  RingSoundBanner,
} from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import { expectFits, narrowPhone, phone } from './look.ts'
import { show } from './show.tsx'

/** The screens before a call, put together anew from their parts. */
const meta = { title: 'States/Ringing parts', ...onStage } satisfies Meta
export default meta
type Story = StoryObj

/** The buttons above, who calls below. */
export const IncomingOfOnesOwn: Story = {
  ...narrowPhone,
  render: show(
    <IncomingCallDialog>
      <IncomingCallActions>
        <IncomingCallAccept />
        <IncomingCallAcceptWithoutCamera />
        <IncomingCallDecline />
      </IncomingCallActions>
      <IncomingCallCaller />
      <IncomingCallSending />
      <IncomingCallDeclineMessages />
    </IncomingCallDialog>,
  ),
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    const accept = await screen.findByRole('button', { name: 'Accept' })
    await waitFor(() => expect(accept).toBeVisible())
    const name = screen.getByText('Bob Okafor')
    await expect(accept.getBoundingClientRect().bottom).toBeLessThanOrEqual(name.getBoundingClientRect().top)
    await expectFits()
  },
}

export const OutgoingOfOnesOwn: Story = {
  ...phone,
  render: show(
    <OutgoingCall>
      <OutgoingCallPreview />
      <OutgoingCallPeople />
      <OutgoingCallActions>
        <OutgoingCallCancel caption="below" />
      </OutgoingCallActions>
    </OutgoingCall>,
  ),
  async play(context) {
    await stageOf(context).ann.call({ userIDList: ['bob', 'carol'], type: 'video' })
    await expect(await screen.findByRole('button', { name: 'Cancel call' })).toHaveTextContent('Cancel call')
    await expect(screen.getByRole('list', { name: 'People called' })).toBeVisible()
    await expectFits()
  },
}

export const CheckOfOnesOwn: Story = {
  ...narrowPhone,
  render: show(
    <div style={{ padding: '1rem' }}>
      <PreCall onDone={fn()}>
        <PreCallNetwork />
        <PreCallSpeaker />
        <PreCallMicrophone />
        <PreCallCamera />
        <PreCallProblems />
        <PreCallContinue />
      </PreCall>
    </div>,
  ),
  async play({ canvas }) {
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Continue' })).toBeVisible())
    await expectFits()
  },
}

/** The browser holds the ring back: said, with the press that lets it be heard. */
export const RingSoundBlocked: Story = {
  ...narrowPhone,
  render: show(
    <div style={{ padding: '1rem' }}>
      <RingSoundBanner isBlocked />
    </div>,
  ),
  async play({ canvas }) {
    await expect(canvas.getByRole('status')).toHaveTextContent('Your browser is holding the sound back.')
    await expect(canvas.getByRole('button', { name: 'Play sound' })).toBeVisible()
    await expectFits()
  },
}

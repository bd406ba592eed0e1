import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { IncomingCallDialog } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'IncomingCallDialog',
  component: IncomingCallDialog,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <IncomingCallDialog {...args} />
    </Screen>
  ),
} satisfies Meta<typeof IncomingCallDialog>
export default meta
type Story = StoryObj<typeof meta>

export const Video: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    const dialog = await screen.findByRole('dialog', { name: 'Incoming call' })
    await expect(dialog).toHaveTextContent('Bob Okafor')
    await expect(dialog).toHaveTextContent('Video call')
    await expect(dialog).toHaveTextContent('Your camera and microphone will be on.')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Accept' })).toBeVisible())
    await expect(screen.getByRole('button', { name: 'Accept without camera' })).toBeVisible()
    await expect(screen.getByRole('button', { name: 'Decline' })).toBeVisible()
  },
}

export const Audio: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    const dialog = await screen.findByRole('dialog', { name: 'Incoming call' })
    await expect(dialog).toHaveTextContent('Audio call')
    await expect(dialog).toHaveTextContent('Your microphone will be on.')
    await expect(screen.queryByRole('button', { name: 'Accept without camera' })).toBeNull()
  },
}

export const Group: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann', 'carol', 'dave'], type: 'video' })
    const dialog = await screen.findByRole('dialog', { name: 'Incoming call' })
    await expect(dialog).toHaveTextContent('with Carol Jiménez and Dave Park')
  },
}

export const EscapeDoesNotDecline: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    const dialog = await screen.findByRole('dialog', { name: 'Incoming call' })
    await expect(dialog).toContainElement(document.activeElement instanceof HTMLElement ? document.activeElement : null)
    await context.userEvent.keyboard('{Escape}')
    document.body.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }))
    await waitFor(() => expect(dialog).toBeVisible())
    await expect(bob.store.getState().status).toBe('calling')
    // The focus goes round inside the dialog.
    for (let press = 0; press < 4; press++) {
      await context.userEvent.tab()
      await expect(dialog.contains(document.activeElement)).toBe(true)
    }
  },
}

export const Declined: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    const reasons: string[] = []
    bob.on('REJECT', ({ userID }) => reasons.push(userID))
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await context.userEvent.click(await screen.findByRole('button', { name: 'Decline' }))
    await waitFor(() => expect(reasons).toEqual(['ann']))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  },
}

export const AcceptedWithoutCamera: Story = {
  async play(context) {
    const { ann } = stageOf(context)
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    await context.userEvent.click(await screen.findByRole('button', { name: 'Accept without camera' }))
    await waitFor(() => expect(ann.store.getState().members.ann?.audioAvailable).toBe(true))
    await expect(ann.store.getState().members.ann?.videoAvailable).toBe(false)
  },
}

/** What was switched before the accept is said, and sent. */
export const CameraOffBeforehand: Story = {
  async play(context) {
    const { ann } = stageOf(context)
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    const dialog = await screen.findByRole('dialog', { name: 'Incoming call' })
    await ann.setCamera(false)
    await waitFor(() => expect(dialog).toHaveTextContent('Your microphone will be on.'))
    await expect(screen.queryByRole('button', { name: 'Accept without camera' })).toBeNull()
    await context.userEvent.click(screen.getByRole('button', { name: 'Accept' }))
    await waitFor(() => expect(ann.store.getState().members.ann?.audioAvailable).toBe(true))
    await expect(ann.store.getState().members.ann?.videoAvailable).toBe(false)
  },
}

/** The ready answers, opened by the keyboard and closed by Escape; the chosen one reaches the caller. */
export const DeclinedWithAMessage: Story = {
  async play(context) {
    const { userEvent } = context
    const bob = await stageOf(context).signIn('bob')
    const messages: unknown[] = []
    bob.on('REJECT', ({ message }) => messages.push(message))
    await bob.call({ userIDList: ['ann'], type: 'video' })
    const toggle = await screen.findByRole('button', { name: 'Decline with a message' })
    await expect(toggle).toHaveAttribute('aria-expanded', 'false')
    toggle.focus()
    await userEvent.keyboard('{Enter}')
    const answers = await screen.findByRole('list', { name: 'Decline with a message' })
    await expect(within(answers).getAllByRole('button')).toHaveLength(3)
    await userEvent.tab()
    await userEvent.keyboard('{Escape}')
    await expect(screen.queryByRole('list')).toBeNull()
    await expect(toggle).toHaveFocus()
    await userEvent.click(toggle)
    await userEvent.click(await screen.findByRole('button', { name: 'I can’t talk right now.' }))
    await waitFor(() => expect(messages).toEqual(['I can’t talk right now.']))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  },
}

/** What the list of answers looks like. */
export const ReadyAnswers: Story = {
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    await context.userEvent.click(await screen.findByRole('button', { name: 'Decline with a message' }))
    const answers = await screen.findByRole('list', { name: 'Decline with a message' })
    await waitFor(() => expect(answers).toBeVisible())
  },
}

/** At the top, over a page in which one goes on writing. */
export const Banner: Story = {
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <label style={{ display: 'block', paddingBlockStart: '16rem' }}>
        Note <input />
      </label>
      <IncomingCallDialog {...args} variant="banner" />
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    const note = canvas.getByRole('textbox', { name: 'Note' })
    await userEvent.type(note, 'Dear ')
    const bob = await stageOf(context).signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    await expect(await screen.findByRole('dialog', { name: 'Incoming call' })).toHaveTextContent('Bob Okafor')
    await expect(canvas.getByRole('status')).toHaveTextContent('Bob Okafor is calling you. Video call')
    await expect(note).toHaveFocus()
    await userEvent.keyboard('Carol{Escape}')
    await expect(note).toHaveValue('Dear Carol')
    await expect(bob.store.getState().status).toBe('calling')
    await waitFor(() => expect(screen.getByRole('button', { name: 'Accept' })).toBeVisible())
  },
}

import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, waitFor, within } from 'storybook/test'
import { CallBar, CallKit } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'CallBar',
  component: CallBar,
  ...onStage,
  args: { onExpand() {} },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <p style={{ padding: '2rem' }}>The app goes on.</p>
      <CallBar {...args} />
    </Screen>
  ),
} satisfies Meta<typeof CallBar>
export default meta
type Story = StoryObj<typeof meta>

export const Minimised: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    const [bob] = await stageOf(context).connect('video', 'bob')
    const bar = await canvas.findByRole('region', { name: 'Minimised call' })
    await expect(bar).toHaveTextContent('Bob Okafor')
    await expect(bar).toHaveFocus()
    await expect(within(bar).getByRole('timer', { name: 'Duration' })).toHaveTextContent(/^0:\d\d$/)
    await userEvent.click(await within(bar).findByRole('button', { name: 'Mute microphone' }))
    await expect(await within(bar).findByRole('button', { name: 'Unmute microphone' })).toBeVisible()
    await waitFor(() => expect(bob?.store.getState().members.ann?.audioAvailable).toBe(false))
  },
}

export const MovedByKeyboard: Story = {
  async play(context) {
    const { canvas, userEvent } = context
    await stageOf(context).connect('audio', 'bob')
    const bar = await canvas.findByRole('region', { name: 'Minimised call' })
    await expect(bar).toHaveAttribute('data-corner', 'bottom-right')
    within(bar)
      .getByRole('button', { name: /^Move the call/ })
      .focus()
    await userEvent.keyboard('{ArrowUp}{ArrowLeft}')
    await expect(bar).toHaveAttribute('data-corner', 'top-left')
    const { left, top } = bar.getBoundingClientRect()
    await expect([left, top]).toEqual([8, 8])
  },
}

export const Dragged: Story = {
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('audio', 'bob')
    const bar = await canvas.findByRole('region', { name: 'Minimised call' })
    const { x, y } = bar.getBoundingClientRect()
    const from = { pointerId: 1, button: 0, clientX: x + 5, clientY: y + 5 }
    // A pointer that a script makes up cannot be captured.
    bar.setPointerCapture = () => {}
    await fireEvent.pointerDown(bar, from)
    await fireEvent.pointerMove(bar, { ...from, clientX: from.clientX - 40 })
    await expect(bar.getBoundingClientRect().x).toBeCloseTo(x - 40, 0)
    await fireEvent.pointerMove(bar, { ...from, clientY: 10 })
    await fireEvent.pointerUp(bar, { ...from, clientY: 10 })
    await expect(bar).toHaveAttribute('data-corner', 'top-right')
    await expect(bar).not.toHaveAttribute('data-dragging')
    // A press on a button is a press.
    await fireEvent.pointerDown(within(bar).getByRole('button', { name: 'Hang up' }), from)
    await fireEvent.pointerMove(bar, { ...from, clientX: 0 })
    await expect(bar).not.toHaveAttribute('data-dragging')
  },
}

/** From the whole call to the bar and back, and the focus with it. */
export const InCallKit: Story = {
  render: (_args, context) => (
    <Screen stage={stageOf(context)}>
      <p style={{ padding: '2rem' }}>The app goes on.</p>
      <CallKit />
    </Screen>
  ),
  async play(context) {
    const { canvas, userEvent } = context
    const [bob] = await stageOf(context).connect('video', 'bob')
    await userEvent.click(await canvas.findByRole('button', { name: 'Minimise call' }))
    const bar = await canvas.findByRole('region', { name: 'Minimised call' })
    await expect(bar).toHaveFocus()
    await expect(canvas.queryByRole('region', { name: 'Call' })).toBeNull()
    await userEvent.click(within(bar).getByRole('button', { name: 'Back to the call' }))
    await expect(await canvas.findByRole('region', { name: 'Call' })).toHaveFocus()
    await expect(canvas.queryByRole('region', { name: 'Minimised call' })).toBeNull()
    await userEvent.click(canvas.getByRole('button', { name: 'Minimise call' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Hang up' }))
    await waitFor(() => expect(canvas.queryByRole('region', { name: 'Minimised call' })).toBeNull())
    await waitFor(() => expect(bob?.store.getState().status).toBe('idle'))
  },
}

export const RightToLeft: Story = {
  args: { dir: 'rtl', defaultCorner: 'bottom-left' },
  async play(context) {
    await stageOf(context).connect('video', 'bob', 'carol', 'dave', 'erin')
    const bar = await context.canvas.findByRole('region', { name: 'Minimised call' })
    await expect(bar).toHaveTextContent('5 in the call')
  },
}

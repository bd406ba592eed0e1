import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { Playground } from '../playground/Playground.tsx'

/** The playground as it is shown in the documentation. */
const meta = {
  title: 'Playground screens',
  component: Playground,
  args: { people: 3 },
} satisfies Meta<typeof Playground>
export default meta
type Story = StoryObj<typeof meta>

/** Ann has called both; Bob is in, and on Carol’s phone it rings. */
export const InACall: Story = {
  async play({ canvasElement }) {
    const phone = (name: string) => within(within(canvasElement).getByRole('region', { name }))
    await waitFor(() => expect(phone('Ann’s phone')).toBeTruthy())
    await userEvent.click(await phone('Ann’s phone').findByRole('button', { name: 'Video' }))
    await userEvent.click(await phone('Bob’s phone').findByRole('button', { name: 'Accept' }))
    await expect(await phone('Ann’s phone').findByRole('button', { name: 'Hang up' })).toBeVisible()
    await expect(await phone('Carol’s phone').findByRole('button', { name: 'Accept' })).toBeVisible()
    const filmed = (): number => canvasElement.querySelectorAll('video[data-frame]').length
    await waitFor(() => expect(filmed()).toBeGreaterThanOrEqual(2))
  },
}

import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, waitFor, within } from 'storybook/test'
import { InviteDialog } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const people = [
  { userID: 'carol', name: 'Carol Jiménez' },
  { userID: 'dave', name: 'Dave Park' },
  { userID: 'erin', name: 'Erin O’Neill' },
  { userID: 'farid', name: 'Farid Rahimi' },
]

const meta = {
  title: 'InviteDialog',
  component: InviteDialog,
  ...onStage,
  args: { open: true, onOpenChange: fn(), people },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <InviteDialog {...args} />
    </Screen>
  ),
} satisfies Meta<typeof InviteDialog>
export default meta
type Story = StoryObj<typeof meta>

const dialog = () => screen.findByRole('dialog', { name: 'Invite people' })
const tick = (name: string) => within(screen.getByRole('list', { name: 'People' })).getByRole('checkbox', { name })

export const Group: Story = {
  async play(context) {
    const { args, userEvent } = context
    const stage = stageOf(context)
    await stage.connect('audio', 'bob')
    await expect(await dialog()).toHaveTextContent('In the call: 2 of at most 100')
    await userEvent.click(tick('Carol Jiménez'))
    await userEvent.click(tick('Dave Park'))
    await userEvent.click(screen.getByRole('button', { name: 'Invite' }))
    await waitFor(() => expect(args.onOpenChange).toHaveBeenCalledWith(false))
    await expect(stage.ann.store.getState().memberIDs).toEqual(['ann', 'bob', 'carol', 'dave'])
  },
}

/** A call for four: the third pick is refused, with the reason on screen; another one may be given up for it. */
export const RoomForTwo: Story = {
  parameters: { simulator: { maxMembers: 4 } },
  async play(context) {
    const { userEvent } = context
    await stageOf(context).connect('audio', 'bob')
    await expect(await dialog()).toHaveTextContent('In the call: 2 of at most 4')
    for (const name of ['Carol Jiménez', 'Dave Park', 'Erin O’Neill']) await userEvent.click(tick(name))
    await expect(tick('Erin O’Neill')).not.toBeChecked()
    await expect(tick('Erin O’Neill')).toHaveAttribute('aria-disabled', 'true')
    await expect(await screen.findByText('There is room for 2 more people.')).toBeVisible()
    await expect(screen.getByRole('button', { name: 'Invite' })).toBeEnabled()
    await userEvent.click(tick('Dave Park'))
    await expect(screen.queryByText(/There is room/)).toBeNull()
    await userEvent.click(tick('Erin O’Neill'))
    await expect(tick('Erin O’Neill')).toBeChecked()
  },
}

/** Somebody else has rung others meanwhile: what was picked has no room any more. */
export const FilledMeanwhile: Story = {
  parameters: { simulator: { maxMembers: 4 } },
  async play(context) {
    const { userEvent } = context
    const [bob] = await stageOf(context).connect('audio', 'bob')
    await dialog()
    await userEvent.click(tick('Carol Jiménez'))
    await userEvent.click(tick('Dave Park'))
    await bob?.invite(['erin'])
    await expect(await screen.findByText('There is room for 1 more person.')).toBeVisible()
    await expect(screen.getByRole('button', { name: 'Invite' })).toBeDisabled()
  },
}

/** Who is rung by somebody else meanwhile keeps the line: what a finger is on stays under it. */
export const RungMeanwhile: Story = {
  parameters: { simulator: { maxMembers: 4 } },
  async play(context) {
    const { userEvent } = context
    const [bob] = await stageOf(context).connect('audio', 'bob')
    await dialog()
    await userEvent.click(tick('Carol Jiménez'))
    const dave = tick('Dave Park')
    const { top } = dave.getBoundingClientRect()
    await userEvent.pointer({ keys: '[MouseLeft>]', target: dave })
    await bob?.invite(['carol'])
    await expect(await screen.findByText('Ringing…')).toBeVisible()
    await expect(tick('Carol Jiménez')).not.toBeChecked()
    await expect(tick('Carol Jiménez')).toHaveAttribute('aria-disabled', 'true')
    await userEvent.pointer({ keys: '[/MouseLeft]', target: dave })
    await expect(dave).toBeChecked()
    await userEvent.click(tick('Carol Jiménez'))
    await expect(tick('Carol Jiménez')).not.toBeChecked()
    // One more than there is room for: the reason comes in below.
    await userEvent.click(tick('Erin O’Neill'))
    await expect(await screen.findByText('There is room for 1 more person.')).toBeVisible()
    await expect(tick('Dave Park')).toBe(dave)
    await expect(dave.getBoundingClientRect().top).toBe(top)
  },
}

/** Who leaves can be rung again, from the end of the list. */
export const LeftMeanwhile: Story = {
  async play(context) {
    const [carol] = await stageOf(context).connect('audio', 'carol', 'bob')
    await dialog()
    const names = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent)
    await waitFor(() => expect(names()).toHaveLength(3))
    await carol?.hangup()
    await waitFor(() => expect(names()).toHaveLength(4))
    await expect(names().at(-1)).toContain('Carol Jiménez')
  },
}

export const Full: Story = {
  parameters: { simulator: { maxMembers: 2 } },
  async play(context) {
    const { userEvent } = context
    await stageOf(context).connect('audio', 'bob')
    await expect(await dialog()).toHaveTextContent('In the call: 2 of at most 2')
    await userEvent.click(tick('Carol Jiménez'))
    await expect(tick('Carol Jiménez')).not.toBeChecked()
    await expect(await screen.findByText('The call is full: nobody else can be invited.')).toBeVisible()
    await expect(screen.getByRole('button', { name: 'Invite' })).toBeDisabled()
  },
}

export const Search: Story = {
  args: {
    people: (query: string) =>
      Promise.resolve(people.filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()))),
  },
  async play(context) {
    const { userEvent } = context
    await stageOf(context).connect('audio', 'bob')
    await dialog()
    await userEvent.type(screen.getByRole('searchbox', { name: 'Search people' }), 'far')
    await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(1))
    await expect(tick('Farid Rahimi')).toBeVisible()
  },
}

export const Nobody: Story = {
  args: { people: [] },
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    await expect(await dialog()).toHaveTextContent('There is nobody to invite.')
  },
}

import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { CallKit, IncomingCallDialog, OutgoingCall } from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import { crowd, longNames, others, withPictures } from './crowd.ts'
import { arabic, dark, expectFits, messagesOf, narrowPhone, phone } from './look.ts'
import type { Look } from './look.ts'
import { show } from './show.tsx'

/** Calls that ring, in every state in which one may meet them. */
const meta = { title: 'States/Ringing', ...onStage } satisfies Meta
export default meta
type Story = StoryObj
type Context = Parameters<NonNullable<Story['play']>>[0]

const longOthers = longNames.slice(1).map(({ userID }) => userID)

/** Bob calls Ann and these. */
async function ring(context: Context, type: 'audio' | 'video', ...with_: string[]): Promise<HTMLElement> {
  const bob = await stageOf(context).signIn('bob')
  await bob.call({ userIDList: ['ann', ...with_], type })
  const messages = await messagesOf(context)
  const dialog = await screen.findByRole('dialog', { name: messages.incomingCall })
  for (const name of [messages.accept, messages.decline]) {
    await waitFor(() => expect(within(dialog).getByRole('button', { name })).toBeVisible())
  }
  await expectFits()
  return dialog
}

/** Ann calls these. */
async function call(context: Context, type: 'audio' | 'video', ...userIDList: string[]): Promise<HTMLElement> {
  await stageOf(context).ann.call({ userIDList, type })
  const { outgoingCall, cancelCall } = await messagesOf(context)
  const region = await screen.findByRole('region', { name: outgoingCall })
  await waitFor(() => expect(within(region).getByRole('button', { name: cancelCall })).toBeVisible())
  await expectFits()
  return region
}

const dialog = show(<IncomingCallDialog />)
const banner = show(<IncomingCallDialog variant="banner" />)
const outgoing = show(<OutgoingCall />)

const named = (people: readonly object[], viewed: Look): Partial<Story> => ({
  globals: viewed.globals,
  parameters: { ...viewed.parameters, simulator: { people } },
})

/** Nobody calls: nothing is there. */
export const IncomingNone: Story = {
  render: dialog,
  async play() {
    await expect(screen.queryByRole('dialog')).toBeNull()
  },
}

export const IncomingLongNames: Story = {
  ...named(longNames, narrowPhone),
  render: dialog,
  play: async (context) => {
    const shown = await ring(context, 'video', ...longOthers.filter((userID) => userID !== 'bob'))
    await expect(shown).toHaveTextContent('Bartholomew Chukwuemeka Oluwaseun Okafor-Featherstonehaugh III')
  },
}

export const IncomingWithPicture: Story = {
  ...named(withPictures, phone),
  render: dialog,
  play: async (context) => {
    const shown = await ring(context, 'audio')
    await waitFor(() => expect(shown.querySelector('.rk-avatar img')).toBeVisible())
  },
}

/** Some of the others by name, and how many more: the buttons stay in sight. */
export const IncomingToFortyNine: Story = {
  ...named(crowd(49), narrowPhone),
  render: dialog,
  play: async (context) => {
    const shown = await ring(context, 'video', ...others(49).filter((userID) => userID !== 'bob'))
    await expect(shown).toHaveTextContent('Video call with Carol Jiménez, Dave Park, Erin O’Neill, and 44 others')
    const { bottom } = within(shown).getByRole('button', { name: 'Accept' }).getBoundingClientRect()
    await expect(bottom).toBeLessThanOrEqual(window.innerHeight)
  },
}

export const IncomingArabic: Story = {
  ...arabic,
  render: dialog,
  play: async (context) => {
    const shown = await ring(context, 'video', 'carol', 'dave')
    await expect(getComputedStyle(shown).direction).toBe('rtl')
  },
}

export const IncomingDark: Story = { ...dark, render: dialog, play: async (c) => void (await ring(c, 'video')) }

export const BannerLongNames: Story = {
  ...named(longNames, narrowPhone),
  render: banner,
  play: async (context) => void (await ring(context, 'video', 'carol', 'dave')),
}

export const BannerToNine: Story = {
  ...named(crowd(9), narrowPhone),
  render: banner,
  play: async (context) => void (await ring(context, 'video', ...others(9).filter((userID) => userID !== 'bob'))),
}

export const BannerArabic: Story = { ...arabic, render: banner, play: async (c) => void (await ring(c, 'audio')) }

export const OutgoingNone: Story = {
  render: outgoing,
  async play() {
    await expect(screen.queryByRole('region')).toBeNull()
  },
}

export const OutgoingLongNames: Story = {
  ...named(longNames, narrowPhone),
  render: outgoing,
  play: async (context) => void (await call(context, 'audio', ...longOthers)),
}

export const OutgoingWithPictures: Story = {
  ...named(withPictures, phone),
  render: outgoing,
  play: async (context) => {
    const region = await call(context, 'audio', 'bob', 'carol', 'dave')
    const list = within(region).getByRole('list', { name: 'People called' })
    await waitFor(() => expect(list.querySelectorAll('.rk-avatar img')).toHaveLength(2))
    // Dave's does not load: his initials stand there.
    await expect(list).toHaveTextContent('DP')
  },
}

export const OutgoingToNine: Story = {
  ...named(crowd(9), narrowPhone),
  render: outgoing,
  play: async (context) => void (await call(context, 'video', ...others(9))),
}

/** More than there is room for: the list scrolls, and the button to cancel stays where it is. */
export const OutgoingToFortyNine: Story = {
  ...named(crowd(49), phone),
  render: outgoing,
  play: async (context) => {
    const region = await call(context, 'audio', ...others(49))
    await expect(within(region).getAllByRole('listitem')).toHaveLength(48)
    const { bottom } = within(region).getByRole('button', { name: 'Cancel call' }).getBoundingClientRect()
    await expect(bottom).toBeLessThanOrEqual(window.innerHeight)
  },
}

/** The browser gives no camera: it rings all the same, and one reads why there is no picture. */
export const OutgoingDenied: Story = {
  ...phone,
  render: show(<CallKit sounds={{ ringtone: null, ringback: null }} />),
  async play(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    stageOf(context).simulator.person('ann').denyMicrophone()
    const region = await call(context, 'video', 'bob')
    await expect(region.querySelector('[data-video="on"]')).toBeNull()
    await expect(await screen.findByText(/does not let this page use the camera/)).toBeVisible()
    await expectFits()
  },
}

export const OutgoingArabic: Story = {
  ...arabic,
  render: outgoing,
  play: async (context) => void (await call(context, 'video', 'bob', 'carol')),
}

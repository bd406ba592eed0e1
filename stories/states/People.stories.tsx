import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, waitFor, within } from 'storybook/test'
import { InviteDialog, JoinBanner } from '@ringkit/react'
import type { People } from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import { crowd, longNames, others, portrait } from './crowd.ts'
import { arabic, expectFits, look, messagesOf, narrowPhone, phone } from './look.ts'
import { show, showInside } from './show.tsx'

/** Whom one may ask into a call, and the call one may join. */
const meta = { title: 'States/People', ...onStage } satisfies Meta
export default meta
type Story = StoryObj

/** Ann and Bob talk, and these may be asked in. */
const inviting = (people: People, viewed = look({})): Story => ({
  ...viewed,
  render: show(<InviteDialog open onOpenChange={fn()} people={people} />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    const { invitePeople } = await messagesOf(context)
    const dialog = await screen.findByRole('dialog', { name: invitePeople })
    await waitFor(() => expect(dialog).toBeVisible())
    await expectFits()
  },
})

const then = (story: Story, check: () => Promise<void>): Story => ({
  ...story,
  async play(context) {
    await story.play?.(context)
    await check()
  },
})

async function expectOffered(count: number): Promise<void> {
  await waitFor(() => expect(screen.getAllByRole('checkbox')).toHaveLength(count))
}

/** The app searches, and has found nothing yet. */
export const InviteLoading: Story = then(
  inviting(() => new Promise<never>(() => {})),
  async () => {
    await expect(screen.getByRole('searchbox', { name: 'Search people' })).toBeVisible()
    await expect(screen.queryByRole('checkbox')).toBeNull()
  },
)

export const InviteOne: Story = then(inviting(crowd(3), phone), () => expectOffered(1))
export const InviteTwo: Story = then(inviting(crowd(4), phone), () => expectOffered(2))
export const InviteNine: Story = then(inviting(crowd(11), phone), () => expectOffered(9))

/** More than a phone has room for: the list scrolls, the button stays. */
export const InviteFortyNine: Story = then(inviting(crowd(49), narrowPhone), async () => {
  await expect(screen.getAllByRole('checkbox')).toHaveLength(47)
  const { bottom } = screen.getByRole('button', { name: 'Invite' }).getBoundingClientRect()
  await expect(bottom).toBeLessThanOrEqual(window.innerHeight)
})

export const InviteLongNames: Story = then(inviting(longNames, narrowPhone), async () => {
  await expect(screen.getByRole('checkbox', { name: /^Wolfeschlegelstein/ })).toBeVisible()
})

export const InviteWithPictures: Story = then(
  inviting(
    crowd(5).map((person, index) => (index === 4 ? person : { ...person, avatarURL: portrait(index * 70) })),
    phone,
  ),
  async () => {
    const list = screen.getByRole('list', { name: 'People' })
    await waitFor(() => expect(list.querySelectorAll('.rk-avatar img')).toHaveLength(2))
    await expect(within(list).getAllByRole('checkbox')).toHaveLength(3)
  },
)

export const InviteArabic: Story = inviting(crowd(5), arabic)

/** A call of the group goes on between these. */
const joining = (size: number, viewed: ReturnType<typeof look>, people: readonly object[] = crowd(size)): Story => ({
  globals: viewed.globals,
  parameters: { ...viewed.parameters, simulator: { people } },
  render: showInside(
    <JoinBanner
      groupID="team"
      interval={200}
      nameOf={(userID) =>
        (people as readonly { userID: string; name?: string }[]).find((person) => person.userID === userID)?.name
      }
    />,
  ),
  async play(context) {
    const stage = stageOf(context)
    const [first = 'bob', ...rest] = others(size)
    const bob = await stage.signIn(first)
    await Promise.all(rest.map((userID) => stage.accepting(userID)))
    stage.ann.once('INVITED', () => void stage.ann.reject())
    await bob.call({ userIDList: ['ann', ...rest], type: 'video', groupID: 'team' })
    await waitFor(() => expect(screen.getByRole('region')).toBeVisible())
    await expectFits()
  },
})

export const JoinLongNames: Story = joining(4, narrowPhone, longNames)
export const JoinNine: Story = joining(9, phone)
export const JoinArabic: Story = joining(4, arabic)

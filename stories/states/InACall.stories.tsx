import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, waitFor, within } from 'storybook/test'
import { CallBar, CallControls, CallKit, CallNotices, CallView, PictureInPictureCall, VideoGrid } from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import { crowd, longNames, others, withPictures } from './crowd.ts'
import { arabic, dark, expectFits, look, messagesOf, narrowPhone, phone } from './look.ts'
import { show } from './show.tsx'

/** What stands on screen during a call. Forty-nine people have a page of their own. */
const meta = { title: 'States/In a call', ...onStage } satisfies Meta
export default meta
type Story = StoryObj

const grid = show(
  <section aria-label="Stage" className="rk rk-stage" style={{ blockSize: '100%', padding: 8 }}>
    <VideoGrid />
  </section>,
)
const view = show(<CallView people={crowd(4)} />)
const kit = show(<CallKit people={crowd(4)} sounds={{ ringtone: null, ringback: null }} />)

const of = (people: readonly object[], viewed = look({})): Pick<Story, 'globals' | 'parameters'> => ({
  globals: viewed.globals,
  parameters: { ...viewed.parameters, simulator: { people } },
})

const tiles = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.rk-video-tile')]

/** A story of a call between so many; `shown` is how many tiles its first page has. */
function talk(type: 'audio' | 'video', size: number, shown = size): NonNullable<Story['play']> {
  return async (context) => {
    const stage = stageOf(context)
    for (const userID of ['ann', ...others(size)]) stage.simulator.person(userID).staysSilent()
    await stage.connect(type, ...others(size))
    await waitFor(() => expect(tiles()).toHaveLength(shown))
    await expectFits()
  }
}

/** No call: no tile, and no room taken by one. */
export const GridEmpty: Story = {
  render: grid,
  async play() {
    await expect(tiles()).toEqual([])
    await expectFits()
  },
}

/** Everybody else has left a group's call that one may come back to, or has not come yet. */
export const GridOfOneAndRinging: Story = {
  ...phone,
  render: grid,
  async play(context) {
    await stageOf(context).signIn('bob')
    await stageOf(context).ann.call({ userIDList: ['bob'], type: 'audio' })
    await waitFor(() => expect(tiles().length).toBeGreaterThan(0))
    await expectFits()
  },
}

export const GridOfTwo: Story = { ...of(crowd(2), narrowPhone), render: grid, play: talk('audio', 2) }
export const GridOfNine: Story = { ...of(crowd(9)), render: grid, play: talk('audio', 9) }
export const GridOfNineOnAPhone: Story = { ...of(crowd(9), narrowPhone), render: grid, play: talk('audio', 9, 6) }

export const GridLongNames: Story = {
  ...of(longNames, narrowPhone),
  render: grid,
  async play(context) {
    await stageOf(context).connect('audio', ...longNames.slice(1).map(({ userID }) => userID))
    await waitFor(() => expect(tiles()).toHaveLength(5))
    for (const { userID, name } of longNames.slice(1) as { userID: string; name?: string }[]) {
      await expect(context.canvas.getByRole('group', { name: name ?? userID })).toBeVisible()
    }
    await expectFits()
  },
}

/** Faces of those whose camera is off; initials of whose picture does not load. */
export const GridWithPictures: Story = {
  ...of(withPictures),
  render: grid,
  async play(context) {
    await talk('audio', 4)(context)
    await waitFor(() => expect(document.querySelectorAll('.rk-avatar img')).toHaveLength(3))
    await expect(context.canvas.getByRole('group', { name: 'Dave Park' }).querySelector('.rk-avatar')).toBeVisible()
  },
}

/** Everybody else has left, and one more is rung: the call goes on. */
export const ViewOfOneAndRinging: Story = {
  ...phone,
  render: view,
  async play(context) {
    const stage = stageOf(context)
    const [bob, carol] = await stage.connect('audio', 'bob', 'carol')
    await stage.signIn('dave')
    await stage.ann.invite(['dave'])
    await Promise.all([bob?.hangup(), carol?.hangup()])
    await waitFor(() => expect(tiles()).toHaveLength(2))
    await expect(context.canvas.getByRole('group', { name: 'Dave Park' })).toHaveTextContent('Ringing…')
    await expect(context.canvas.getByRole('button', { name: 'Hang up' })).toBeVisible()
    await expectFits()
  },
}

export const ViewLongNames: Story = {
  ...of(longNames, narrowPhone),
  render: view,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    await expect(await context.canvas.findByRole('button', { name: 'Hang up' })).toBeVisible()
    await expectFits()
  },
}

export const ViewArabic: Story = {
  ...arabic,
  render: view,
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol', 'dave')
    const { call, hangUp } = await messagesOf(context)
    const region = await screen.findByRole('region', { name: call })
    await expect(getComputedStyle(region).direction).toBe('rtl')
    await expect(within(region).getByRole('button', { name: hangUp })).toBeVisible()
    await expectFits()
  },
}

/** No camera, no microphone: in the call all the same, and told why. */
export const KitDenied: Story = {
  ...narrowPhone,
  render: kit,
  async play(context) {
    stageOf(context).simulator.person('ann').denyCamera()
    stageOf(context).simulator.person('ann').denyMicrophone()
    await stageOf(context).connect('video', 'bob')
    await waitFor(() => expect(screen.getByText(/does not let this page use the (camera|microphone)/)).toBeVisible())
    await expect(await screen.findByRole('button', { name: 'Unmute microphone' })).toBeVisible()
    await expectFits()
  },
}

export const KitOfNine: Story = { ...of(crowd(9), phone), render: kit, play: talk('audio', 9, 6) }

export const KitLongNames: Story = {
  ...of(longNames, narrowPhone),
  render: kit,
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol')
    const notices = await screen.findByRole('log')
    await waitFor(() => expect(notices).toHaveTextContent(/Bartholomew.* joined$/))
    await expect(await screen.findByRole('button', { name: 'Hang up' })).toBeVisible()
    await expectFits()
  },
}

export const KitArabic: Story = {
  ...arabic,
  render: kit,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    const { hangUp } = await messagesOf(context)
    await expect(await screen.findByRole('button', { name: hangUp })).toBeVisible()
    await expectFits()
  },
}

const bar = show(<CallBar onExpand={fn()} />)

export const BarNone: Story = {
  render: bar,
  async play({ canvas }) {
    await expect(canvas.queryByRole('region')).toBeNull()
  },
}

export const BarLongNames: Story = {
  ...of(longNames, narrowPhone),
  render: bar,
  async play(context) {
    await stageOf(context).connect('video', 'carol')
    const shown = await context.canvas.findByRole('region', { name: 'Minimised call' })
    await expect(shown).toHaveTextContent('Wolfeschlegelstein')
    await expect(within(shown).getByRole('button', { name: 'Hang up' })).toBeVisible()
    await expectFits()
  },
}

export const BarArabic: Story = {
  ...arabic,
  render: bar,
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    const { hangUp } = await messagesOf(context)
    await expect(await screen.findByRole('button', { name: hangUp })).toBeVisible()
    await expectFits()
  },
}

const controls = show(
  <div className="rk rk-stage" style={{ paddingBlock: '8rem 1rem' }}>
    <CallControls onInvite={fn()} />
  </div>,
)

/** 320 px: what has no room is under "More". */
export const ControlsNarrow: Story = {
  ...narrowPhone,
  render: controls,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    await expect(await context.canvas.findByRole('button', { name: 'More' })).toBeVisible()
    await expect(context.canvas.getByRole('button', { name: 'Hang up' })).toBeVisible()
    await expectFits()
  },
}

export const ControlsArabic: Story = {
  ...arabic,
  render: controls,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    const { hangUp, devices } = await messagesOf(context)
    const more = await screen.findByRole('button', { name: devices.more })
    // What ends the call is the last one, which is on the left.
    await expect(screen.getByRole('button', { name: hangUp }).getBoundingClientRect().left).toBeLessThan(
      more.getBoundingClientRect().left,
    )
    await expectFits()
  },
}

const notices = show(<CallNotices duration={60_000} />)

export const NoticesNone: Story = {
  render: notices,
  async play({ canvas }) {
    await expect(canvas.getByRole('log', { name: 'Call notices' })).toBeEmptyDOMElement()
  },
}

export const NoticesLongNames: Story = {
  ...of(longNames, narrowPhone),
  render: notices,
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol', 'dave')
    await waitFor(() => expect(context.canvas.getByText(/Wolfeschlegelstein.* joined$/)).toBeVisible())
    await expectFits()
  },
}

export const NoticesDark: Story = {
  ...dark,
  render: notices,
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol')
    stageOf(context).simulator.person('ann').setQuality('poor')
    await waitFor(() => expect(context.canvas.getByText('Your connection is poor')).toBeVisible())
    await expectFits()
  },
}

export const NoticesArabic: Story = {
  ...arabic,
  render: notices,
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol')
    const log = screen.getByRole('log')
    await waitFor(() => expect(log.querySelector('.rk-notice')).toBeVisible())
    await expect(getComputedStyle(log).direction).toBe('rtl')
    await expectFits()
  },
}

/** What stands in the small window beside the page, as large as that is at first. */
const smallWindow = (people: readonly object[], language: 'en' | 'ar'): Story => ({
  ...of(people, look({ width: 320, height: 240, language })),
  render: show(<PictureInPictureCall />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    const { inCall, hangUp } = await messagesOf(context)
    const region = await screen.findByRole('region', { name: inCall.smallWindow })
    await expect(getComputedStyle(region).direction).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await expect(within(region).getByRole('button', { name: hangUp })).toBeVisible()
    await expectFits()
  },
})

export const SmallWindowLongNames: Story = smallWindow(longNames, 'en')
export const SmallWindowArabic: Story = smallWindow(crowd(2), 'ar')

import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, screen, waitFor } from 'storybook/test'
import { CallBar, CallKit, CallNotices, CallView, JoinBanner, VideoGrid } from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import type { Stage } from '../stage.tsx'
import { crowd, others } from './crowd.ts'
import { expectFits, look, narrowPhone, phone } from './look.ts'
import { show, showInside } from './show.tsx'

/** Forty-nine people, all of them with engines of their own and in the call. */
const meta = { title: 'States/Forty-nine people', ...onStage } satisfies Meta
export default meta
type Story = StoryObj
type Context = Parameters<NonNullable<Story['play']>>[0]

const of49 = (viewed = look({})): Pick<Story, 'globals' | 'parameters'> => ({
  globals: viewed.globals,
  parameters: { ...viewed.parameters, simulator: { people: crowd(49) } },
})

const nameOf = (userID: string): string | undefined => crowd(49).find((person) => person.userID === userID)?.name
const tiles = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.rk-video-tile')]

/** Everybody is in it, and nobody says anything. */
async function gather(stage: Stage, type: 'audio' | 'video'): Promise<void> {
  for (const userID of ['ann', ...others(49)]) stage.simulator.person(userID).staysSilent()
  await stage.gather(type, others(49))
}

/** Who stands on the pages, first to last, turned by hand. */
async function turnPages({ canvas, userEvent }: Pick<Context, 'canvas' | 'userEvent'>): Promise<string[]> {
  const names: string[] = []
  const next = await canvas.findByRole('button', { name: 'Next page' })
  // How many a page has is known in the frame after the first one.
  await waitFor(() => expect(document.querySelector('.rk-video-grid')).toHaveAttribute('data-measured'))
  for (;;) {
    names.push(...tiles().map((tile) => tile.getAttribute('aria-label') ?? ''))
    await expectFits()
    if (next.getAttribute('aria-disabled') === 'true') return names
    const before = canvas.getByRole('navigation', { name: 'Pages' }).textContent
    await userEvent.click(next)
    await waitFor(() => expect(canvas.getByRole('navigation', { name: 'Pages' })).not.toHaveTextContent(before))
  }
}

/** Six pages of nine: all can be reached. */
export const Grid: Story = {
  ...of49(),
  render: show(
    <section aria-label="Stage" className="rk rk-stage" style={{ blockSize: '100%', padding: 8 }}>
      <VideoGrid />
    </section>,
  ),
  async play(context) {
    await gather(stageOf(context), 'video')
    await expect(await context.canvas.findByRole('navigation', { name: 'Pages' })).toHaveTextContent('Page 1 of 6')
    await expect(tiles()).toHaveLength(9)
    const names = await turnPages(context)
    await expect(names).toHaveLength(49)
    await expect(new Set(names)).toEqual(
      new Set([
        'Ann Lindgren (you)',
        ...crowd(49)
          .slice(1)
          .map(({ name }) => name),
      ]),
    )
  },
}

/** Many more than a grid shows: the buttons stay, and everybody can be reached. */
export const View: Story = {
  ...of49(phone),
  render: show(<CallView people={crowd(4)} />),
  async play(context) {
    await gather(stageOf(context), 'audio')
    await expect(await context.canvas.findByText('49 in the call')).toBeVisible()
    await expect(await turnPages(context)).toHaveLength(49)
    await expect(context.canvas.getByRole('button', { name: 'Hang up' })).toBeVisible()
  },
}

export const Bar: Story = {
  ...of49(phone),
  render: show(<CallBar onExpand={fn()} />),
  async play(context) {
    await gather(stageOf(context), 'audio')
    await expect(await context.canvas.findByRole('region', { name: 'Minimised call' })).toHaveTextContent(
      '49 in the call',
    )
    await expectFits()
  },
}

/** One who speaks on the last page comes to the first one. */
export const SpeakerFromTheLastPage: Story = {
  ...of49(),
  render: show(<CallView layout="grid" />),
  async play(context) {
    const stage = stageOf(context)
    await gather(stage, 'audio')
    const name = nameOf('guest-48') ?? ''
    await expect(context.canvas.queryByRole('group', { name })).toBeNull()
    stage.simulator.person('guest-48').setVolume(80)
    await waitFor(() => expect(context.canvas.getByRole('group', { name })).toBeVisible())
  },
}

/** They come, and all that is told fits one notice; so it does when they go. */
export const Notices: Story = {
  ...of49(narrowPhone),
  render: show(<CallNotices duration={60_000} nameOf={nameOf} />),
  async play(context) {
    await gather(stageOf(context), 'audio')
    const log = context.canvas.getByRole('log')
    await waitFor(() => expect(log).toHaveTextContent('Bob Okafor, Carol Jiménez, and 46 others joined'))
    await expect(log.querySelectorAll('.rk-notice')).toHaveLength(1)
    await expectFits()
  },
}

/** All of them are rung, and none answers. */
export const NobodyAnswers: Story = {
  ...of49(phone),
  render: show(<CallKit sounds={{ ringtone: null, ringback: null }} nameOf={nameOf} />),
  async play(context) {
    await stageOf(context).ann.call({ userIDList: others(49), type: 'audio', timeout: 1 })
    const told = await screen.findByText('Bob Okafor, Carol Jiménez, and 46 others did not answer')
    await waitFor(() => expect(told).toBeVisible())
    await expectFits()
  },
}

/** The call of a group that one may join has this many: some by name, and how many others. */
export const Join: Story = {
  ...of49(narrowPhone),
  render: showInside(<JoinBanner groupID="team" interval={500} nameOf={nameOf} />),
  async play(context) {
    const stage = stageOf(context)
    const [bob, ...rest] = await Promise.all(others(49).map((userID) => stage.signIn(userID)))
    stage.ann.once('INVITED', () => void stage.ann.reject())
    await bob?.call({ userIDList: ['ann', ...others(49).slice(1)], type: 'audio', groupID: 'team' })
    for (const each of rest) await each.accept()
    const banner = await context.canvas.findByRole('region', { name: 'A call is going on' })
    await waitFor(() => expect(banner).toHaveTextContent('Bob Okafor, Carol Jiménez, Dave Park, and 45 others'))
    await expectFits()
  },
}

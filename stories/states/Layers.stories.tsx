import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { expect, screen, waitFor, within } from 'storybook/test'
import { CallBar, CallKit, CallView } from '@ringkit/react'
import { onStage, readNotices, Screen, stageOf } from '../stage.tsx'
import type { Stage } from '../stage.tsx'
import { crowd, longNames } from './crowd.ts'
import { arabic, expectFits, look, narrowPhone, phone } from './look.ts'
import type { Look } from './look.ts'
import { show } from './show.tsx'

/** What stands over what: notices, dialogs, menus, a kit in a frame of its own, and names in a line with other words. */
const meta = { title: 'States/Layers', ...onStage, beforeEach: [onStage.beforeEach, readNotices] } satisfies Meta
export default meta
type Story = StoryObj
type Context = Parameters<NonNullable<Story['play']>>[0]

const silent = { ringtone: null, ringback: null }
const kit = show(<CallKit people={crowd(6)} sounds={silent} />)

/** Waits for so many notices; none of these is under one of them. */
async function expectClear(covered: () => readonly Element[], count = 1): Promise<void> {
  await waitFor(() => {
    const cards = [...document.querySelectorAll('.rk-notice')]
    expect(cards).toHaveLength(count)
    for (const card of cards) expect(card).toBeVisible()
    for (const card of cards) for (const element of covered()) expect(isUnder(element, card)).toBe(false)
  })
}

function isUnder(element: Element, card: Element): boolean {
  const { top, bottom, left, right, width } = element.getBoundingClientRect()
  const over = card.getBoundingClientRect()
  expect(width).toBeGreaterThan(0)
  return top < over.bottom && bottom > over.top && left < over.right - 0.5 && right > over.left + 0.5
}

/** Opens something in a call on a phone, where it may be under "More". */
async function press({ userEvent }: Pick<Context, 'userEvent'>, name: string): Promise<void> {
  // There is a call to look for it in.
  await screen.findByRole('button', { name: 'Hang up' })
  // "More" itself is only late: pressed twice it would be closed again.
  const isThere = name === 'More' || screen.queryByRole('button', { name }) !== null
  if (!isThere) await userEvent.click(await screen.findByRole('button', { name: 'More' }))
  await userEvent.click(await screen.findByRole('button', { name }))
}

/** Ann's own network gets poor while the dialog is open. */
const noticeBeside = (viewed: ReturnType<typeof look>, button: string, dialog = button): Story => ({
  ...viewed,
  render: kit,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    await press(context, button)
    const opened = await screen.findByRole('dialog', { name: dialog })
    stageOf(context).simulator.person('ann').setQuality('poor')
    await expectClear(() => [opened])
    await expectFits()
  },
})

export const NoticeBesideInvite: Story = noticeBeside(phone, 'Invite people')
export const NoticeBesideSettings: Story = noticeBeside(narrowPhone, 'Settings')
export const NoticeBesideMore: Story = noticeBeside(narrowPhone, 'More')
export const NoticeBesideSettingsOnATablet: Story = noticeBeside(look({ width: 768, height: 700 }), 'Settings')

/** The browser takes the camera away meanwhile: what to do about it is read whole, and the dialog gives way to it. */
const adviceBeside = (viewed: Look, button: string): Story => ({
  ...viewed,
  render: kit,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    await press(context, button)
    const opened = await screen.findByRole('dialog', { name: button })
    stageOf(context).simulator.person('ann').denyCamera()
    await waitFor(() => expect(document.querySelector('.rk-notice[data-tone="error"]')).toBeVisible())
    const advice = await screen.findByText(
      /^The browser does not let this page use the camera.* in the site settings\.$/,
      {
        selector: '.rk-notice-text',
      },
    )
    // Both are whole pixels: of a fraction one has more and the other less. A line that is cut would be twenty.
    await expect(advice.scrollHeight).toBeLessThanOrEqual(advice.clientHeight + 1)
    await expectClear(() => [opened])
    const { bottom } = opened.getBoundingClientRect()
    await expect(bottom).toBeLessThanOrEqual(window.innerHeight)
    await expectFits()
  },
})

export const AdviceBesideInvite: Story = adviceBeside(narrowPhone, 'Invite people')
export const AdviceBesideSettings: Story = adviceBeside(narrowPhone, 'Settings')
export const AdviceBesideMore: Story = adviceBeside(narrowPhone, 'More')
export const AdviceBesideSettingsOnAPhone: Story = adviceBeside(phone, 'Settings')

/** Three stand there already: the dialog is under none of them, two wait until it is closed. */
const threeBeside = (viewed: ReturnType<typeof look>, button: string): Story => ({
  ...viewed,
  render: kit,
  async play(context) {
    const stage = stageOf(context)
    const [bob] = await stage.connect('audio', 'bob', 'carol', 'dave')
    const ann = stage.simulator.person('ann')
    ann.setQuality('poor')
    ann.unplugMicrophone('microphone-1')
    await bob?.hangup()
    await expectClear(() => [], 3)
    await press(context, button)
    const opened = await screen.findByRole('dialog', { name: button })
    await expectClear(() => [opened])
    await expectFits()
    await context.userEvent.keyboard('{Escape}')
    await expectClear(() => [], 3)
  },
})

export const ThreeBesideSettings: Story = threeBeside(look({ width: 1280, height: 720 }), 'Settings')
export const ThreeBesideSettingsOnATablet: Story = threeBeside(look({ width: 768, height: 700 }), 'Settings')
export const ThreeBesideInvite: Story = threeBeside(look({ width: 1024, height: 640 }), 'Invite people')

/** Bob declines while the others are still rung: the title stays readable. */
export const NoticeWhileCalling: Story = {
  ...narrowPhone,
  render: kit,
  async play(context) {
    const bob = await stageOf(context).signIn('bob')
    await stageOf(context).ann.call({ userIDList: ['bob', 'carol', 'dave', 'erin'], type: 'audio' })
    await bob.reject()
    await expectClear(() => [screen.getByRole('heading', { name: /^Calling/ })])
  },
}

/** The same while somebody else calls, as a banner: who calls stays readable. */
export const NoticeWhileRinging: Story = {
  ...phone,
  render: show(<CallKit incoming="banner" sounds={silent} />),
  async play(context) {
    const [bob, carol] = await Promise.all([stageOf(context).signIn('bob'), stageOf(context).signIn('carol')])
    await bob.call({ userIDList: ['ann'], type: 'audio' })
    await stageOf(context).until(() => stageOf(context).ann.store.getState().status === 'ringing')
    await bob.hangup()
    await stageOf(context).until(() => stageOf(context).ann.store.getState().status === 'idle')
    await carol.call({ userIDList: ['ann'], type: 'audio' })
    const banner = await screen.findByRole('dialog')
    await expectClear(() => [banner])
  },
}

/** A frame that is a page of its own: what is fixed is fixed to it. */
function Framed({ stage }: { stage: Stage }): ReactNode {
  const [frame, setFrame] = useState<HTMLElement | null>(null)
  return (
    <Screen stage={stage}>
      <div
        ref={setFrame}
        data-testid="frame"
        style={{
          position: 'relative',
          inlineSize: '22rem',
          blockSize: '34rem',
          margin: '3rem',
          overflow: 'hidden',
          transform: 'translateZ(0)',
        }}
      >
        {frame && <CallKit container={frame} people={crowd(6)} sounds={silent} />}
      </div>
    </Screen>
  )
}

/** With a `container` everything stays in it: the ring, menus, dialogs, notices and the minimised call. */
export const InAFrame: Story = {
  ...look({ width: 1200, height: 900 }),
  render: (_args, context) => <Framed stage={stageOf(context)} />,
  async play(context) {
    const { canvas, userEvent } = context
    const stage = stageOf(context)
    const frame = await canvas.findByTestId('frame')
    const isIn = (element: Element): Promise<void> =>
      waitFor(() => {
        const [inner, outer] = [element.getBoundingClientRect(), frame.getBoundingClientRect()]
        expect(frame.contains(element)).toBe(true)
        expect(inner.width).toBeGreaterThan(0)
        expect(inner.left).toBeGreaterThanOrEqual(outer.left)
        expect(inner.right).toBeLessThanOrEqual(outer.right)
        expect(inner.top).toBeGreaterThanOrEqual(outer.top)
        expect(inner.bottom).toBeLessThanOrEqual(outer.bottom)
      })
    const bob = await stage.signIn('bob')
    await bob.call({ userIDList: ['ann'], type: 'video' })
    await isIn(await screen.findByRole('dialog', { name: 'Incoming call' }))
    await userEvent.click(screen.getByRole('button', { name: 'Accept' }))
    await stage.until(() => stage.ann.store.getState().members.bob?.isEntered === true)
    for (const name of ['Invite people', 'Settings', 'More']) {
      await press(context, name)
      const opened = await screen.findByRole('dialog', { name })
      await isIn(opened)
      await userEvent.keyboard('{Escape}')
      await waitFor(() => expect(opened).not.toBeInTheDocument())
    }
    await userEvent.click(screen.getByRole('button', { name: 'Minimise call' }))
    await isIn(await screen.findByRole('region', { name: 'Minimised call' }))
    stage.simulator.person('ann').setQuality('poor')
    await isIn(await waitFor(() => screen.getByText('Your connection is poor')))
    await isIn(screen.getByRole('log'))
  },
}

/** The container is empty, and comes before the call. */
function Beside({ stage }: { stage: Stage }): ReactNode {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  return (
    <Screen stage={stage}>
      <div ref={setPlace} data-testid="place" />
      {place && <CallKit container={place} people={crowd(6)} sounds={silent} />}
    </Screen>
  )
}

/** A menu is at its button, wherever the element that it is put in. */
export const MenuInAContainerBefore: Story = {
  ...look({ width: 1200, height: 900 }),
  render: (_args, context) => <Beside stage={stageOf(context)} />,
  async play(context) {
    await stageOf(context).connect('video', 'bob')
    const button = await screen.findByRole('button', { name: 'Camera options' })
    await context.userEvent.click(button)
    const opened = await screen.findByRole('dialog', { name: 'Camera options' })
    expect(context.canvas.getByTestId('place').contains(opened)).toBe(true)
    await waitFor(() => {
      const [menu, at] = [opened.getBoundingClientRect(), button.getBoundingClientRect()]
      expect(Math.abs(menu.left + menu.width / 2 - (at.left + at.width / 2))).toBeLessThanOrEqual(1)
      expect(Math.abs(menu.bottom + 8 - at.top)).toBeLessThanOrEqual(1)
    })
  },
}

/** Where a word of a line stands. */
function placeOf(line: Element, word: string): DOMRect {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.textContent?.indexOf(word) ?? -1
    if (at < 0) continue
    const range = document.createRange()
    range.setStart(node, at)
    range.setEnd(node, at + word.length)
    return range.getBoundingClientRect()
  }
  throw new Error(`no ${word} in “${line.textContent}”`)
}

/** Is the beginning of it in sight, whatever is cut? */
function beginsInSight(element: Element): boolean {
  const letters = placeOf(element, [...(element.textContent ?? '')].slice(0, 2).join(''))
  const { left, right } = element.getBoundingClientRect()
  return letters.left >= left - 0.5 && letters.right <= right + 0.5
}

const header = (): Element => {
  const found = document.querySelector('.rk-call-header-names')
  if (!found) throw new Error('no header')
  return found
}

/** Latin names in an Arabic line: the first one is on the right. */
export const LatinNamesInArabic: Story = {
  ...arabic,
  render: show(<CallView />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol')
    // "and", in Arabic: until its texts are there the line is English.
    await waitFor(() => expect(header()).toHaveTextContent(/و.*Carol/))
    await expect(placeOf(header(), 'Bob').left).toBeGreaterThan(placeOf(header(), 'Carol').left)
  },
}

/** Arabic names in an English line: the first one is on the left, as it is with any names. */
export const ArabicNamesInEnglish: Story = {
  ...look({ width: 900 }),
  parameters: {
    ...look({ width: 900 }).parameters,
    simulator: { people: ['ann', { userID: 'bob', name: 'داود' }, { userID: 'carol', name: 'ليلى' }, 'dave'] },
  },
  render: show(<CallView />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob', 'carol', 'dave')
    await waitFor(() => expect(header()).toHaveTextContent(/dave/))
    await expect(placeOf(header(), 'داود').left).toBeLessThan(placeOf(header(), 'ليلى').left)
  },
}

/** A name that has no room ends in an ellipsis; "(you)" stays. */
export const OwnNameIsCut: Story = {
  globals: narrowPhone.globals,
  parameters: { ...narrowPhone.parameters, simulator: { people: longNames } },
  render: show(<CallView />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    const own = await screen.findByRole('group', { name: /\(you\)$/ })
    const plate = own.querySelector('.rk-video-tile-plate')
    const name = within(own).getByText(/^Ann-Kristin/)
    await expect(plate).toHaveTextContent(/^Ann-Kristin.* \(you\)$/)
    await waitFor(() => expect(name.scrollWidth).toBeGreaterThan(name.clientWidth))
    await expect(name.clientWidth).toBeGreaterThan(0)
    if (plate) await expect(placeOf(plate, '(you)').right).toBeLessThanOrEqual(plate.getBoundingClientRect().right)
  },
}

/** Names that have no room: in the header, on tiles, on a shared screen, on the minimised call. Each loses its end. */
const cutNames = (viewed: Look, screenOf: RegExp): Story => ({
  globals: viewed.globals,
  parameters: { ...viewed.parameters, simulator: { people: longNames } },
  render: show(
    <>
      <CallView />
      <CallBar />
    </>,
  ),
  async play(context) {
    const [bob] = await stageOf(context).connect('audio', 'bob', 'carol', 'dave')
    await bob?.setScreenShare(true)
    const screenTile = await screen.findByRole('figure', { name: screenOf })
    // The words around the name stay.
    await expect(screenTile.querySelector('.rk-video-tile-plate')).toHaveTextContent(screenOf)
    for (const within of ['.rk-call-header', '.rk-call-bar', '.rk-video-tile-plate']) {
      const names = [...document.querySelectorAll<HTMLElement>(`${within} :is(.rk-call-name, .rk-video-tile-name)`)]
      await waitFor(() => expect(names.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)).toBe(true))
      for (const name of names) await expect([name.textContent, beginsInSight(name)]).toEqual([name.textContent, true])
    }
    await expectFits()
  },
})

export const CutNames: Story = cutNames(narrowPhone, /^Screen of .*Bartholomew/)
export const CutNamesInArabic: Story = cutNames(
  look({ width: 320, height: 640, theme: 'dark', language: 'ar' }),
  /^شاشة .*Bartholomew/,
)

import type { Meta, StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { expect, screen, waitFor } from 'storybook/test'
import {
  CallBar,
  CallKit,
  CallNotices,
  CallView,
  IncomingCallDialog,
  OutgoingCall,
  PreCall,
  SettingsDialog,
} from '@ringkit/react'
import { onStage, stageOf } from '../stage.tsx'
import type { Stage } from '../stage.tsx'
import { crowd, others } from './crowd.ts'
import { expectFits, messagesOf } from './look.ts'
import { show } from './show.tsx'

interface Args {
  /** What the synthetic cameras film: a room that has light and shade, or one plain colour each. */
  cameras: 'room' | 'plain'
}

/** A morning at nine: the same for all, whenever the story is looked at. */
const startsAt = Date.UTC(2026, 0, 15, 9, 0, 0)

/** The screens that people see most, with the time standing still: pictures of them are compared. */
const meta = {
  title: 'Main screens',
  ...onStage,
  args: { cameras: 'room' },
  parameters: { simulator: { people: crowd(9), clock: 'manual', startsAt } },
} satisfies Meta<Args>
export default meta
type Story = StoryObj<Args>

/** Somebody who films in front of a colour of their own. */
async function film({ simulator }: Stage, { cameras }: Args, ...userIDs: string[]): Promise<void> {
  if (cameras === 'room') return
  await Promise.all(
    userIDs.map((userID) => simulator.person(userID).engine.setBackground({ kind: 'image', url: `wall-of-${userID}` })),
  )
}

/** Ann in a call since a minute and five seconds, with nobody speaking. */
async function talk(stage: Stage, args: Args, ...userIDs: string[]): Promise<void> {
  for (const userID of ['ann', ...userIDs]) stage.simulator.person(userID).staysSilent()
  await stage.connect('video', ...userIDs)
  await film(stage, args, 'ann', ...userIDs)
  await stage.simulator.clock.advance(65_000)
  // What shows the time looks at the clock in time of its own.
  await waitFor(() => expect(screen.getByRole('timer')).toHaveTextContent(/^(1:05|١:٠٥)$/))
}

/** Waits until so many pictures show a frame. */
async function filmed(count: number): Promise<void> {
  const videos = (): HTMLVideoElement[] => [...document.querySelectorAll('video')].filter(hasFrame)
  await waitFor(() => expect(videos()).toHaveLength(count))
}

/** Tiles tell when they show one. */
function hasFrame(video: HTMLVideoElement): boolean {
  return video.videoWidth > 0 && (!video.closest('.rk-video-tile') || 'frame' in video.dataset)
}

/** A page of an app, for what stands over one. */
function AppPage({ children }: { children: ReactNode }): ReactNode {
  return (
    <div style={{ padding: '2rem', maxInlineSize: '46rem' }}>
      <h1 style={{ fontSize: '1.5rem', margin: 0 }}>Acme Support</h1>
      <p>
        Ticket 4711: the projector in room 12 stays dark. Bob has tried another cable and another laptop; the lamp was
        changed last spring.
      </p>
      {children}
    </div>
  )
}

async function ring(context: Parameters<NonNullable<Story['play']>>[0], userIDList: string[]): Promise<void> {
  const stage = stageOf(context)
  const bob = await stage.signIn('bob')
  await bob.call({ userIDList, type: 'video' })
  await stage.until(() => stage.ann.store.getState().status === 'ringing')
  const { incomingCall } = await messagesOf(context)
  await waitFor(() => expect(screen.getByRole('dialog', { name: incomingCall })).toBeVisible())
  await expectFits()
}

export const IncomingDialog: Story = {
  render: show(
    <>
      <AppPage>{null}</AppPage>
      <IncomingCallDialog />
    </>,
  ),
  play: (context) => ring(context, ['ann']),
}

export const IncomingBanner: Story = {
  render: show(
    <>
      <AppPage>{null}</AppPage>
      <IncomingCallDialog variant="banner" />
    </>,
  ),
  play: (context) => ring(context, ['ann', 'carol', 'dave']),
}

export const OutgoingToOne: Story = {
  render: show(<OutgoingCall />),
  async play(context) {
    const stage = stageOf(context)
    await stage.signIn('bob')
    await film(stage, context.args, 'ann')
    await stage.ann.call({ userIDList: ['bob'], type: 'video' })
    await expect(await screen.findByRole('region', { name: (await messagesOf(context)).outgoingCall })).toBeVisible()
    await filmed(1)
    await expectFits()
  },
}

export const OutgoingToFour: Story = {
  render: show(<OutgoingCall />),
  async play(context) {
    const stage = stageOf(context)
    const [bob] = await Promise.all(['bob', 'carol', 'dave', 'erin'].map((userID) => stage.signIn(userID)))
    bob?.on('INVITED', () => void bob.reject())
    await stage.ann.call({ userIDList: ['bob', 'carol', 'dave', 'erin'], type: 'audio' })
    await stage.until(() => stage.ann.store.getState().members.bob?.status === 'rejected')
    await expectFits()
  },
}

const inCall = (size: number): Story => ({
  render: show(<CallView people={crowd(9)} />),
  async play(context) {
    await talk(stageOf(context), context.args, ...others(size))
    // How many a page has is known in the frame after the first one.
    await waitFor(() => expect(document.querySelector('.rk-video-grid')).toHaveAttribute('data-measured'))
    await filmed(document.querySelectorAll('.rk-video-tile').length)
    await expectFits()
  },
})

export const CallOfTwo: Story = inCall(2)
export const CallOfFive: Story = inCall(5)
export const CallOfNine: Story = inCall(9)

export const SpeakerLayout: Story = {
  ...inCall(5),
  render: show(<CallView people={crowd(9)} defaultLayout="speaker" />),
}

export const ScreenShared: Story = {
  render: show(<CallView people={crowd(9)} />),
  async play(context) {
    const stage = stageOf(context)
    await talk(stage, context.args, ...others(4))
    await stage.simulator.person('bob').engine.setScreenShare(true)
    await screen.findByRole('figure')
    await filmed(5)
    await expectFits()
  },
}

export const BeforeACall: Story = {
  render: show(
    <div style={{ padding: '1rem' }}>
      <PreCall />
    </div>,
  ),
  async play(context) {
    const stage = stageOf(context)
    stage.simulator.person('ann').setVolume(40)
    await film(stage, context.args, 'ann')
    const { clock } = stage.simulator
    await clock.advance(5_000)
    const check = await screen.findByRole('region')
    await waitFor(() => expect(check).toHaveAttribute('data-camera', 'on'))
    await waitFor(() => expect(check).toHaveAttribute('data-microphone', 'on'))
    await filmed(1)
    await clock.advance(1_000)
    await expectFits()
  },
}

export const Settings: Story = {
  render: show(<SettingsDialog defaultOpen />),
  async play(context) {
    const stage = stageOf(context)
    stage.simulator.person('ann').setVolume(40)
    await stage.ann.setBackground({ kind: 'blur' })
    await expect(await screen.findByRole('dialog')).toBeVisible()
    await filmed(1)
    await stage.simulator.clock.advance(2_000)
    await expectFits()
  },
}

export const Minimised: Story = {
  render: show(
    <>
      <AppPage>{null}</AppPage>
      <CallBar onExpand={() => {}} />
    </>,
  ),
  async play(context) {
    await talk(stageOf(context), context.args, 'bob')
    await expectFits()
  },
}

export const Notices: Story = {
  render: show(
    <>
      <AppPage>{null}</AppPage>
      <CallNotices duration={600_000} />
    </>,
  ),
  async play(context) {
    const stage = stageOf(context)
    const [, carol] = await stage.connect('audio', 'bob', 'carol', 'dave')
    await carol?.hangup()
    stage.simulator.person('ann').setQuality('poor')
    await stage.simulator.clock.advance(3_000)
    await waitFor(() => expect(document.querySelectorAll('.rk-notice')[0]).toBeVisible())
    await expectFits()
  },
}

/** What an app gets from the one component. */
export const WholeKit: Story = {
  render: show(
    <>
      <AppPage>{null}</AppPage>
      <CallKit people={crowd(9)} sounds={{ ringtone: null, ringback: null }} />
    </>,
  ),
  play: (context) => ring(context, ['ann']),
}

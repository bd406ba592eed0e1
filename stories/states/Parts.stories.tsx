import type { Meta, StoryObj } from '@storybook/react-vite'
import { MessageCircle, Phone } from 'lucide-react'
import { useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { expect, fn, screen, waitFor, within } from 'storybook/test'
import { CallError } from '@ringkit/core'
import {
  ActionError,
  ActionScope,
  Avatar,
  BackgroundPicker,
  CallDuration,
  CallHeader,
  CallTypeSwitch,
  CallView,
  CameraMenu,
  CameraToggle,
  ControlButton,
  DeviceProblems,
  FlipCamera,
  FloatingTileHandle,
  FullScreenToggle,
  HangUpButton,
  InviteButton,
  Menu,
  MicrophoneMenu,
  MicrophoneToggle,
  MutedTalkingHint,
  NoiseSuppressionSwitch,
  PictureInPictureScope,
  PictureInPictureToggle,
  ReconnectingBanner,
  ScreenShareToggle,
  SettingsButton,
  SoundBlockedBanner,
  SpeakerMenu,
  SpeakerTest,
  VideoGridPager,
  VideoTile,
  VideoTilePin,
  VideoTilePlate,
} from '@ringkit/react'
import type { Floating } from '@ringkit/react'
import { framedWindows } from '../smallWindow.ts'
import { onStage, stageOf } from '../stage.tsx'
import { crowd, portrait, withPictures } from './crowd.ts'
import { expectFits, phone } from './look.ts'
import { show, showInside } from './show.tsx'

/** Each part by itself, outside of the component it is usually in: so it stands in a layout of one's own. */
const meta = { title: 'States/Parts', ...onStage } satisfies Meta
export default meta
type Story = StoryObj

/** On the dark stage of a call, in a row that wraps. */
const onDark = (what: ReactNode) =>
  show(
    <ActionScope>
      <div className="rk rk-stage" style={{ display: 'flex', flexWrap: 'wrap', gap: '0.75rem', padding: '1rem' }}>
        {what}
      </div>
      <ActionError />
    </ActionScope>,
  )

/** Every button of a call, in a layout of one's own; each has a name. */
export const Buttons: Story = {
  ...phone,
  render: onDark(
    <PictureInPictureScope port={framedWindows()}>
      <MicrophoneToggle />
      <MicrophoneMenu />
      <CameraToggle />
      <CameraMenu />
      <FlipCamera />
      <SpeakerMenu />
      <ScreenShareToggle />
      <InviteButton onClick={fn()} />
      <CallTypeSwitch />
      <SettingsButton onClick={fn()} />
      <PictureInPictureToggle />
      <HangUpButton />
    </PictureInPictureScope>,
  ),
  async play(context) {
    const { canvas } = context
    await stageOf(context).connect('video', 'bob')
    await canvas.findByRole('button', { name: 'Turn camera off' })
    const names = ['Mute microphone', 'Microphone options', 'Camera options', 'Speaker', 'Share screen']
    names.push('Invite people', 'Switch to audio', 'Settings', 'Picture-in-picture', 'Hang up')
    for (const name of names) await expect(canvas.getByRole('button', { name })).toBeVisible()
    for (const button of canvas.getAllByRole('button')) {
      const { width, height } = button.getBoundingClientRect()
      await expect(Math.min(width, height)).toBeGreaterThanOrEqual(44)
    }
    await expectFits()
  },
}

/** "Full screen" has something to fill the screen with in a `CallView` alone. */
export const HeaderOfOnesOwn: Story = {
  render: show(
    <CallView>
      <CallHeader>
        <strong>Standup</strong> <FullScreenToggle />
      </CallHeader>
      <p>
        Since <CallDuration aria-label="Since" />
      </p>
    </CallView>,
  ),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    await expect(await context.canvas.findByText('Standup')).toBeVisible()
    await expect(context.canvas.getByRole('timer', { name: 'Duration' })).toBeVisible()
    await expectFits()
  },
}

export const BannerReconnecting: Story = {
  ...phone,
  render: onDark(<ReconnectingBanner />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    stageOf(context).simulator.person('ann').cutMedia()
    await expect(await context.canvas.findByText('Connection lost. Reconnecting…')).toBeVisible()
    await expectFits()
  },
}

export const BannerSoundBlocked: Story = {
  ...phone,
  render: onDark(<SoundBlockedBanner />),
  async play(context) {
    await stageOf(context).connect('audio', 'bob')
    stageOf(context).simulator.person('ann').blockAudio()
    await expect(await context.canvas.findByRole('button', { name: 'Play sound' })).toBeVisible()
    await expectFits()
  },
}

export const HintWhileMuted: Story = {
  ...phone,
  render: onDark(<MutedTalkingHint />),
  async play(context) {
    const { ann, simulator } = stageOf(context)
    await stageOf(context).connect('audio', 'bob')
    await ann.setMicrophone(false)
    simulator.person('ann').setVolume(70)
    await expect(await screen.findByText('You are muted: nobody hears you.')).toBeVisible()
  },
}

/** A person in every way in which one may see them. */
export const Tiles: Story = {
  parameters: { simulator: { people: [...withPictures, ...crowd(6).slice(4)] } },
  render: show(
    <div
      className="rk rk-stage"
      style={{ display: 'grid', gap: 8, gridTemplateColumns: 'repeat(auto-fill, minmax(14rem, 1fr))', padding: 8 }}
    >
      {['ann', 'bob', 'carol', 'dave', 'erin', 'farid', 'nobody-knows-them'].map((userID) => (
        <div key={userID} style={{ position: 'relative', blockSize: '10rem' }}>
          <VideoTile userID={userID} />
        </div>
      ))}
      <div style={{ blockSize: '10rem' }}>
        <VideoTile userID="carol" source="screen" />
      </div>
      <div style={{ position: 'relative', blockSize: '10rem' }}>
        <VideoTile userID="bob" aria-label="Bob, with a plate and a pin of one's own">
          <VideoTilePlate userID="bob" />
        </VideoTile>
        <VideoTilePin tile={{ userID: 'bob', source: 'camera', role: 'person' }} isPinned={false} onPin={fn()} />
      </div>
    </div>,
  ),
  async play(context) {
    const { canvas } = context
    const stage = stageOf(context)
    const [bob, carol] = await stage.connect('video', 'bob', 'carol', 'dave')
    await bob?.setMicrophone(false)
    await bob?.setCamera(false)
    await carol?.setScreenShare(true)
    stage.simulator.person('dave').setQuality('poor')
    await stage.signIn('erin')
    await stage.ann.invite(['erin'])
    const tile = (name: string) => canvas.findByRole('group', { name })
    const silent = await tile('Bob Okafor')
    await expect(await within(silent).findByRole('img', { name: 'Microphone off' })).toBeVisible()
    await waitFor(() => expect(silent.querySelector('.rk-avatar img')).toBeVisible())
    await expect(await within(await tile('Dave Park')).findByRole('img', { name: 'Poor connection' })).toBeVisible()
    await expect(await tile('Erin O’Neill')).toHaveTextContent('Ringing…')
    await expect(await tile('Ann Lindgren (you)')).toHaveAttribute('data-self')
    // Not in the call, and not known: what they are called is all there is to show.
    await expect(await tile('nobody-knows-them')).toHaveAttribute('data-video', 'off')
    await expect(await canvas.findByRole('figure', { name: 'Screen of Carol Jiménez' })).toBeVisible()
    await expect(canvas.getByRole('button', { name: 'Pin Bob Okafor' })).toBeInTheDocument()
    await expectFits()
  },
}

function Paged(): ReactNode {
  const [page, setPage] = useState(0)
  return <VideoGridPager page={page} pages={2} onPage={setPage} />
}

export const Pager: Story = {
  ...phone,
  render: onDark(<Paged />),
  async play({ canvas, userEvent }) {
    await expect(canvas.getByRole('button', { name: 'Previous page' })).toHaveAttribute('aria-disabled', 'true')
    await userEvent.click(canvas.getByRole('button', { name: 'Next page' }))
    await expect(canvas.getByRole('navigation', { name: 'Pages' })).toHaveTextContent('Page 2 of 2')
    await expectFits()
  },
}

function Handled(): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const [floating, float] = useState<Floating>({ corner: 'bottom-end', isSwapped: false })
  return (
    <div ref={frame} data-corner={floating.corner} style={{ position: 'relative', blockSize: '12rem', flex: 1 }}>
      <FloatingTileHandle frame={frame} floating={floating} onFloat={float} />
    </div>
  )
}

/** A handle of a floating picture of one's own. */
export const Handle: Story = {
  render: onDark(<Handled />),
  async play({ canvas, userEvent }) {
    const handle = canvas.getByRole('button', { name: /^Swap the pictures/ })
    handle.focus()
    await userEvent.keyboard('{ArrowUp}')
    await expect(handle.parentElement).toHaveAttribute('data-corner', 'top-end')
    await userEvent.keyboard('{Enter}')
    await expect(handle).toHaveAttribute('data-state', 'swapped')
  },
}

const lady = portrait(200)

/** With a picture, with one that does not load, with initials of one word, of two, of another script, and of none. */
export const Avatars: Story = {
  render: show(
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '1rem', padding: '1rem' }}>
      <Avatar userID="ann" name="Ann Lindgren" src={lady} />
      <Avatar userID="bob" name="Bob Okafor" src="data:image/png;base64,broken" />
      <Avatar userID="carol" name="Carol" />
      <Avatar userID="dave" name="Dave van der Park" />
      <Avatar userID="min" name="김민준" />
      <Avatar userID="zahra" name="زهراء العلي" />
      <Avatar userID="nobody" name="" />
    </div>,
  ),
  async play({ canvasElement }) {
    const avatars = [...canvasElement.querySelectorAll<HTMLElement>('.rk-avatar')]
    await expect(avatars).toHaveLength(7)
    await waitFor(() => expect(avatars[1]).toHaveTextContent('BO'))
    for (const { clientWidth, clientHeight } of avatars) await expect(clientWidth).toBe(clientHeight)
    await expectFits()
  },
}

/** Every tone, with its text below, beside or in its name alone; off, and under way. */
export const ControlButtons: Story = {
  render: onDark(
    <>
      <ControlButton label="Chat" icon={<MessageCircle />} />
      <ControlButton label="Chat, under way" icon={<MessageCircle />} isPending onClick={fn()} />
      <ControlButton label="Chat, off" icon={<MessageCircle />} data-state="off" />
      <ControlButton label="Answer" icon={<Phone />} tone="positive" caption="below" />
      <ControlButton label="Refuse" icon={<Phone />} tone="danger" caption="below" />
      <ControlButton label="A line of a menu" icon={<Phone />} caption="beside" />
      <ControlButton label="Somewhere else" icon={null} asChild>
        <a href="#somewhere">
          <Phone aria-hidden />
        </a>
      </ControlButton>
    </>,
  ),
  async play({ canvas }) {
    await expect(canvas.getByRole('button', { name: 'Chat, under way' })).toHaveAttribute('aria-disabled', 'true')
    await expect(canvas.getByRole('button', { name: 'Answer' })).toHaveTextContent('Answer')
    await expect(canvas.getByRole('link', { name: 'Somewhere else' })).toBeVisible()
    await expectFits()
  },
}

export const MenuOpen: Story = {
  ...phone,
  render: onDark(
    <div style={{ paddingBlockStart: '10rem' }}>
      <Menu label="Reactions" trigger={<ControlButton label="React" icon={<MessageCircle />} />} defaultOpen>
        <p>Whatever one wants to put in.</p>
      </Menu>
    </div>,
  ),
  async play() {
    const menu = await screen.findByRole('dialog', { name: 'Reactions' })
    await waitFor(() => expect(menu).toBeVisible())
    await expectFits()
  },
}

const images = [{ url: lady, name: 'Portrait' }, { url: portrait(20) }]

/** Parts of the settings, in settings of one's own. */
export const DeviceParts: Story = {
  ...phone,
  render: showInside(
    <ActionScope>
      <BackgroundPicker images={images} />
      <NoiseSuppressionSwitch />
      <SpeakerTest />
      <DeviceProblems camera={new CallError('NO_DEVICE')} onRetry={fn()} />
      <ActionError />
    </ActionScope>,
  ),
  async play({ canvas }) {
    for (const name of ['None', 'Blur', 'Portrait', 'Picture 2']) {
      await expect(canvas.getByRole('radio', { name })).toBeInTheDocument()
    }
    await expect(canvas.getByRole('switch', { name: 'Noise suppression' })).toBeChecked()
    await expect(canvas.getByRole('button', { name: 'Play test sound' })).toBeVisible()
    await expect(canvas.getByRole('alert')).toHaveTextContent(/^Camera/)
    await expectFits()
  },
}

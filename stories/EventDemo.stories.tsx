import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import type { CallEvent } from '@ringkit/core'
import { EventDemo } from './pages/EventDemo.tsx'
import { eventDemos } from './pages/eventDemos.ts'

const meta = {
  title: 'Event demos',
  component: EventDemo,
  args: { event: 'ERROR' },
  decorators: [
    (Story) => (
      <main>
        <Story />
      </main>
    ),
  ],
} satisfies Meta<typeof EventDemo>
export default meta
type Story = StoryObj<typeof meta>

/** Presses the button and reads what came: the event has to fire, with the payload that the demo promises. */
function demo(event: CallEvent): Story {
  return {
    args: { event },
    async play({ canvas, userEvent }) {
      const button = await canvas.findByRole('button', { name: 'Make it happen' })
      await waitFor(() => expect(button).toBeEnabled())
      const list = { name: `Payloads of ${event}` }
      await expect(canvas.queryByRole('list', list)).toBeNull()
      await userEvent.click(button)
      await waitFor(() => {
        const payloads = within(canvas.getByRole('list', list)).getAllByRole('listitem')
        const told: unknown[] = payloads.map(({ textContent }) => JSON.parse(textContent))
        return expect(told).toContainEqual(expect.objectContaining(eventDemos[event].payload))
      })
      await expect(canvas.queryByRole('alert')).toBeNull()
    },
  }
}

export const ERROR = demo('ERROR')
export const SDK_READY = demo('SDK_READY')
export const KICKED_OUT = demo('KICKED_OUT')
export const USER_ACCEPT = demo('USER_ACCEPT')
export const USER_ENTER = demo('USER_ENTER')
export const USER_LEAVE = demo('USER_LEAVE')
export const REJECT = demo('REJECT')
export const NO_RESP = demo('NO_RESP')
export const LINE_BUSY = demo('LINE_BUSY')
export const CALLING_TIMEOUT = demo('CALLING_TIMEOUT')
export const USER_VIDEO_AVAILABLE = demo('USER_VIDEO_AVAILABLE')
export const USER_AUDIO_AVAILABLE = demo('USER_AUDIO_AVAILABLE')
export const USER_VOICE_VOLUME = demo('USER_VOICE_VOLUME')
export const GROUP_CALL_INVITEE_LIST_UPDATE = demo('GROUP_CALL_INVITEE_LIST_UPDATE')
export const INVITED = demo('INVITED')
export const CALLING_CANCEL = demo('CALLING_CANCEL')
export const CALLING_END = demo('CALLING_END')
export const DEVICED_UPDATED = demo('DEVICED_UPDATED')
export const CALL_TYPE_CHANGED = demo('CALL_TYPE_CHANGED')
export const CALL_BEGIN = demo('CALL_BEGIN')
export const CALL_NOT_CONNECTED = demo('CALL_NOT_CONNECTED')
export const USER_INVITING = demo('USER_INVITING')
export const NETWORK_QUALITY = demo('NETWORK_QUALITY')
export const RECONNECTING = demo('RECONNECTING')
export const RECONNECTED = demo('RECONNECTED')
export const USER_SCREEN_AVAILABLE = demo('USER_SCREEN_AVAILABLE')

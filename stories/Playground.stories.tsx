import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, waitFor, within } from 'storybook/test'
import type { CallEvent } from '@ringkit/core'
import { Playground } from './playground/Playground.tsx'

const meta = {
  title: 'Playground',
  component: Playground,
  argTypes: { people: { control: { type: 'number', min: 2, max: 6 } } },
} satisfies Meta<typeof Playground>
export default meta
type Story = StoryObj<typeof meta>

/** The playground as a visitor finds their way in it. */
function at(page: HTMLElement) {
  const device = (name: string) => within(within(page).getByRole('region', { name }))
  const rows = (person: string, event: CallEvent) => [
    ...page.querySelectorAll<HTMLElement>(`.pg-log > [data-person='${person}'][data-event='${event}']`),
  ]
  return {
    device,
    button: (of: string, name: string) => device(of).findByRole('button', { name }),
    rows,
    /** Resolves once the log says that somebody was told this, with a payload that reads so. */
    told: (person: string, event: CallEvent, payload = '') =>
      waitFor(() =>
        expect(
          rows(person, event)
            .map((row) => row.textContent)
            .join('\n'),
        ).toContain(payload || event),
      ),
    /** What somebody was told, first to last, of these events. */
    order: (person: string, events: readonly CallEvent[]) =>
      [...page.querySelectorAll<HTMLElement>(`.pg-log > [data-person='${person}']`)]
        .map((row) => row.dataset.event)
        .filter((event) => events.some((each) => each === event))
        .toReversed(),
  }
}

/** Everything by hand: three people, nobody in a call. */
export const ByHand: Story = {}

/** Ann calls, Bob accepts, Ann hangs up. */
export const AcceptedAndEnded: Story = {
  args: { people: 2 },
  async play({ canvasElement, userEvent }) {
    const { button, told, order } = at(canvasElement)
    await userEvent.click(await button('Ann’s phone', 'Video call to Bob'))
    await userEvent.click(await button('Bob’s phone', 'Accept'))
    await told('ann', 'USER_ENTER', 'userID: bob')
    await told('bob', 'CALL_BEGIN', 'role: invitee')
    await userEvent.click(await button('Ann’s phone', 'Hang up'))
    await told('ann', 'CALLING_END', 'reason: hangup')
    await told('bob', 'CALLING_END', 'userID: ann')
    const story: readonly CallEvent[] = ['USER_ACCEPT', 'CALL_BEGIN', 'USER_ENTER', 'CALLING_END']
    await expect(order('ann', story)).toEqual(story)
  },
}

/** Bob declines, and the store of Ann, which is the one that is shown, is idle again. */
export const Declined: Story = {
  args: { people: 2 },
  async play({ canvasElement, canvas, userEvent }) {
    const { button, told, rows } = at(canvasElement)
    const store = await canvas.findByRole('group', { name: 'Store of Ann’s phone' })
    await userEvent.click(await button('Ann’s phone', 'Call Bob'))
    await waitFor(() => expect(store).toHaveTextContent(/^status'calling'/))
    await userEvent.click(await button('Bob’s phone', 'Decline'))
    await told('ann', 'REJECT', 'userID: bob')
    await told('ann', 'CALL_NOT_CONNECTED', 'reason: rejected')
    await told('bob', 'CALL_NOT_CONNECTED', 'reason: rejected')
    await waitFor(() => expect(store).toHaveTextContent(/^status'idle'/))
    await expect(rows('ann', 'CALLING_END')).toHaveLength(0)
  },
}

/** Ann calls two people, Bob accepts, and Carol lets it ring to its end: the call of the others goes on. */
export const GroupWithOneSilent: Story = {
  async play({ canvasElement, canvas, userEvent }) {
    const { button, told, rows } = at(canvasElement)
    await userEvent.click(await button('Ann’s phone', 'Video'))
    await userEvent.click(await button('Bob’s phone', 'Accept'))
    await told('bob', 'USER_ENTER', 'userID: ann')
    await told('carol', 'USER_ACCEPT', 'userID: bob')
    const skip = canvas.getByRole('button', { name: 'Skip 10 s' })
    await userEvent.click(skip)
    await userEvent.click(skip)
    await told('carol', 'CALLING_TIMEOUT', 'userIDList: [carol]')
    await told('carol', 'CALL_NOT_CONNECTED', 'reason: noResponse')
    await told('ann', 'NO_RESP', 'userIDList: [carol]')
    await told('bob', 'NO_RESP', 'userIDList: [carol]')
    await expect(rows('ann', 'CALLING_END')).toHaveLength(0)
    await expect(await button('Ann’s phone', 'Hang up')).toBeVisible()
  },
}

/** Bob is signed in twice; what he takes on the laptop stops the phone. */
export const SecondDeviceAnswers: Story = {
  args: { people: 2 },
  async play({ canvasElement, userEvent }) {
    const { button, told, rows } = at(canvasElement)
    await userEvent.click(await button('Bob’s phone', 'Second device'))
    await waitFor(() => expect(rows('bob', 'SDK_READY')).toHaveLength(2))
    await userEvent.click(await button('Ann’s phone', 'Call Bob'))
    await button('Bob’s phone', 'Accept')
    await userEvent.click(await button('Bob’s laptop', 'Accept'))
    await told('bob', 'CALL_NOT_CONNECTED', 'reason: acceptedElsewhere')
    await told('ann', 'USER_ENTER', 'userID: bob')
    const [phone] = rows('bob', 'CALL_NOT_CONNECTED')
    await expect(phone?.dataset.device).toContain('phone')
    await expect(await button('Bob’s laptop', 'Hang up')).toBeVisible()
  },
}

/** Bob's network goes and comes back: both stay in the call. */
export const NetworkCutAndBack: Story = {
  args: { people: 2 },
  async play({ canvasElement, userEvent }) {
    const { button, told, rows } = at(canvasElement)
    await userEvent.click(await button('Ann’s phone', 'Call Bob'))
    await userEvent.click(await button('Bob’s phone', 'Accept'))
    await told('ann', 'USER_ENTER', 'userID: bob')
    // Looked for once: the call waits ten seconds for the network, and a busy machine is slow to find a button.
    const network = await button('Bob’s phone', 'No network')
    await userEvent.click(network)
    await told('bob', 'RECONNECTING', 'what: signalling')
    await told('bob', 'RECONNECTING', 'what: media')
    await told('ann', 'NETWORK_QUALITY', 'quality:lost')
    await userEvent.click(network)
    await told('bob', 'RECONNECTED', 'what: signalling')
    await told('bob', 'RECONNECTED', 'what: media')
    for (const person of ['ann', 'bob']) await expect(rows(person, 'CALLING_END')).toHaveLength(0)
    await expect(await button('Ann’s phone', 'Hang up')).toBeVisible()
  },
}

/** From two people to six, back by one; the log is filtered, and all begins anew. */
export const PeopleComeAndGo: Story = {
  args: { people: 2 },
  async play({ canvasElement, canvas, userEvent }) {
    const { button, told } = at(canvasElement)
    const add = await canvas.findByRole('button', { name: 'Add a person' })
    for (let people = 2; people < 6; people++) await userEvent.click(add)
    await expect(add).toBeDisabled()
    await expect(canvas.getAllByRole('region', { name: /phone$/ })).toHaveLength(6)
    await userEvent.click(canvas.getByRole('button', { name: 'Remove Farid' }))
    await expect(canvas.queryByRole('region', { name: 'Farid’s phone' })).toBeNull()
    await userEvent.selectOptions(canvas.getByLabelText('When called, Erin'), 'is busy')
    await userEvent.click(await button('Dave’s phone', 'Video call to Erin'))
    await told('dave', 'LINE_BUSY', 'userID: erin')
    const log = within(canvas.getByRole('list', { name: /^Event log/ }))
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Filter the events' }), 'busy')
    await waitFor(() => expect(log.queryByText('SDK_READY')).toBeNull())
    await expect(log.getByText('LINE_BUSY')).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Reset' }))
    await waitFor(() => expect(canvas.getAllByRole('region', { name: /phone$/ })).toHaveLength(2))
  },
}

import type { Device } from './device.ts'
import type { RelayRequest, Sent, Step, Traffic } from './traffic.ts'

/** As far as it is looked at. */
interface Told {
  callID: string
  me: { status: string }
}

/** One call between two devices; rejects when anything comes of it but what must. Resolves with the ring latency, ms. */
export type WholeCall = (caller: Device, callee: Device) => Promise<number>

let commands = 0
const command = (body: object) => ({ kind: 'command', id: `c-${process.pid}-${(commands += 1)}`, command: body })

/** Resolves with the first thing pushed that fits. */
function pushed(device: Device, fits: (told: Told) => boolean): Promise<Told> {
  return new Promise((resolve) =>
    device.onEvent((_event, message) => {
      // Both servers push snapshots; the relay learnt its own from the call server.
      const told = message as Told
      if (fits(told)) resolve(told)
    }),
  )
}

async function asked(device: Device, request: object): Promise<{ snapshot?: Told }> {
  // The protocol's reply.
  const reply = (await device.ask(request)) as { ok?: boolean; snapshot?: Told }
  if (reply.ok !== true) throw new Error(`${device.userID} was refused: ${JSON.stringify(reply)}`)
  return reply
}

/** Call, ring, accept, hang up, at the call server. `hasRoom`: both ask for the right to enter the call's room. */
export const realCall =
  (hasRoom: boolean): WholeCall =>
  async (caller, callee) => {
    const rings = pushed(callee, ({ me }) => me.status === 'ringing')
    const from = performance.now()
    const placed = asked(caller, command({ kind: 'call', userIDList: [callee.userID], type: 'audio' }))
    const { callID } = await rings
    const latency = performance.now() - from
    if ((await placed).snapshot?.callID !== callID) throw new Error('another call rang')
    const connected = pushed(caller, (told) => told.callID === callID && told.me.status === 'connected')
    await Promise.all([connected, asked(callee, command({ kind: 'accept', callID }))])
    if (hasRoom) for (const each of [caller, callee]) await asked(each, { kind: 'access', callID })
    const over = pushed(callee, (told) => told.callID === callID && told.me.status === 'over')
    await Promise.all([over, asked(caller, command({ kind: 'hangup', callID }))])
    return latency
  }

/** The same number of messages of the same length over the relay. */
export function relayedCall(traffic: Traffic, hasRoom: boolean): WholeCall {
  const pad: { [step in Step]: string } = {
    call: 'x'.repeat(60),
    accept: 'x'.repeat(60),
    access: '',
    hangup: 'x'.repeat(60),
  }
  const request = (step: Step, to: Device): RelayRequest => ({ to: to.userID, step, pad: pad[step] })
  const heard = (device: Device, step: Step) => (traffic[step]?.push.length ? pushed(device, () => true) : undefined)
  return async (caller, callee) => {
    const rings = heard(callee, 'call')
    const from = performance.now()
    const placed = asked(caller, request('call', callee))
    await rings
    const latency = performance.now() - from
    await placed
    await Promise.all([heard(caller, 'accept'), asked(callee, request('accept', caller))])
    if (hasRoom)
      for (const [each, other] of [
        [caller, callee],
        [callee, caller],
      ] as const)
        await asked(each, request('access', other))
    await Promise.all([heard(callee, 'hangup'), asked(caller, request('hangup', callee))])
    return latency
  }
}

/** One call at the call server, written down step by step. */
export async function learnTraffic(caller: Device, callee: Device, hasRoom: boolean): Promise<Traffic> {
  const traffic: Traffic = {}
  const settle = () => new Promise((resolve) => setTimeout(resolve, 300))
  async function step(name: Step, from: Device, to: Device, request: object): Promise<Sent> {
    const sent: Sent = { answer: undefined, push: [], back: [] }
    from.onEvent((_event, message) => sent.back.push(message))
    to.onEvent((_event, message) => sent.push.push(message))
    sent.answer = await asked(from, request)
    // Whatever else comes of it.
    await settle()
    traffic[name] = sent
    return sent
  }
  const { push } = await step(
    'call',
    caller,
    callee,
    command({ kind: 'call', userIDList: [callee.userID], type: 'audio' }),
  )
  // The ring.
  const { callID } = push[0] as Told
  await step('accept', callee, caller, command({ kind: 'accept', callID }))
  if (hasRoom) await step('access', caller, callee, { kind: 'access', callID })
  await step('hangup', caller, callee, command({ kind: 'hangup', callID }))
  return traffic
}

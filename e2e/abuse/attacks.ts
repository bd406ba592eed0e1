import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { hello } from '../../packages/server/src/testing/rawSocket.ts'

/** What an attacker is told. */
export interface Order {
  url: string
  /** A good token of the attacker's own. */
  token: string
  /** How long it goes on, ms. */
  ms: number
  /** How many, of whatever the attack is made of. */
  count?: number
  /** A good token of somebody who helps. */
  accomplice?: string
}

/** On a busy machine an attack goes on until it has done its work, for no longer than this in each of its parts, ms. */
const PATIENCE_MS = 25_000

/** How often each thing happened. */
export type Report = Record<string, number>

const request = (id: number, body = '{"kind":"sync"}') => `42${id}["request",${body}]`

function tally() {
  const report: Report = {}
  return { report, add: (what: string, count = 1) => void (report[what] = (report[what] ?? 0) + count) }
}

/** Connects and signs in; resolves with the answer's code: `ok`, that of the refusal, or `closed`. */
export function enter({ url, token }: Pick<Order, 'url' | 'token'>, deviceID: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ringkit/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
  })
  /** Resolves with the code that the server gave for it. */
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  socket.on('error', () => undefined)
  const answer = new Promise<string>((resolve) => {
    void closed.then(() => resolve('closed'))
    socket.on('message', (data: Buffer) => {
      const text = data.toString('utf8')
      if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send(`40${JSON.stringify({ ...hello, token, deviceID })}`)
      else if (text.startsWith('40')) resolve('ok')
      else if (text.startsWith('44')) resolve(/"code":"(\w+)"/.exec(text)?.[1] ?? text)
    })
  })
  return { socket, closed, answer }
}

/** Sends `perSecond` at one socket until the server closes it; then the same again. */
async function pour(order: Order, perSecond: number, send: (socket: WebSocket, n: number) => void): Promise<Report> {
  const { report, add } = tally()
  const until = performance.now() + order.ms
  for (let turn = 0; performance.now() < until || (report.closed ?? 0) < 2; turn += 1) {
    const { socket, closed, answer } = enter(order, `flood-${turn % 10}`)
    const code = await answer
    if (code !== 'ok') {
      add(code)
      socket.terminate()
      await wait(5)
      continue
    }
    socket.on('message', (data: Buffer) => data.includes('RATE_LIMITED') && add('RATE_LIMITED'))
    const from = performance.now()
    let sent = 0
    while (socket.readyState === WebSocket.OPEN && performance.now() < from + PATIENCE_MS) {
      for (const due = ((performance.now() - from) / 1000) * perSecond; sent < due; sent += 1) send(socket, sent)
      await wait(5)
    }
    if (socket.readyState === WebSocket.OPEN) add('stillOpen')
    else report.slowestCloseMs = Math.max(report.slowestCloseMs ?? 0, Math.round(performance.now() - from))
    add('sent', sent)
    add('closed')
    socket.terminate()
    await closed
  }
  return report
}

/** The most devices at once: all of one user. Those let in stay. */
async function crowd(order: Order): Promise<Report> {
  const { report, add } = tally()
  const { count = 0 } = order
  const entered: ReturnType<typeof enter>[] = []
  let left = count
  await Promise.all(
    Array.from({ length: 250 }, async () => {
      while ((left -= 1) >= 0) {
        const attempt = enter(order, `crowd-${left}`)
        entered.push(attempt)
        add(await attempt.answer)
      }
    }),
  )
  // Who was refused has a second to be gone, and a busy machine some more: until nobody has gone for three.
  const open = () => entered.filter(({ socket }) => socket.readyState === WebSocket.OPEN).length
  for (let before = -1; before !== open(); await wait(3000)) before = open()
  report.open = open()
  for (const { socket } of entered) socket.terminate()
  return report
}

const nameOf = (token: string): string =>
  // The attacker's own token: it says who that is.
  (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string }).sub

/** Devices that ring, ask what for and never read the answer, but go on to show a sign of life. */
async function unread(order: Order): Promise<Report> {
  const { report, add } = tally()
  const { count = 1 } = order
  const people = Array.from({ length: 90 }, (_unused, n) => `${n}-${'x'.repeat(110)}`)
  const userIDList = [nameOf(order.token), ...people]
  const call = { kind: 'call', userIDList, type: 'audio', userData: 'x'.repeat(4096), timeout: 600 }
  const caller = enter({ url: order.url, token: order.accomplice ?? '' }, 'caller')
  add(`login ${await caller.answer}`)
  caller.socket.send(request(1, JSON.stringify({ kind: 'command', id: 'unread', command: call })))
  const from = performance.now()
  await Promise.all(
    Array.from({ length: count }, async (_unused, n) => {
      const { socket, answer, closed } = enter(order, `unread-${n}`)
      add(`login ${await answer}`)
      socket.pause()
      // A paused socket does not see its own close; what it writes fails instead.
      let isGone = false
      void closed.then(() => (isGone = true))
      socket.on('error', () => (isGone = true))
      for (let id = 1; !isGone && performance.now() < from + PATIENCE_MS; id += 1) {
        socket.send(id % 50 === 0 ? '3' : request(id), (error) => error && (isGone = true))
        await wait(22)
      }
      add(isGone ? 'cutOff' : 'stillOpen')
      socket.terminate()
    }),
  )
  return report
}

const deep = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
/** Packets no client of ours sends. */
export const nastyPackets: readonly [name: string, packets: readonly (string | Buffer)[]][] = [
  ['1 MiB of text', [`42["request","${'x'.repeat(2 ** 20)}"]`]],
  ['1 MiB of bytes', [Buffer.alloc(2 ** 20)]],
  ['arrays 30,000 deep', [request(901, deep(30_000))]],
  ['objects 8,000 deep', [request(902, `${'{"a":'.repeat(8000)}1${'}'.repeat(8000)}`)]],
  ['a deep binary event', [`451-903["request",${deep(15_000)}]`, Buffer.from('x')]],
  ['attachments without end', ['4599999999-904["request",{"_placeholder":true,"num":0}]']],
  [
    'ten attachments',
    ['4510-905["request",{"_placeholder":true,"num":9}]', ...Array<Buffer>(10).fill(Buffer.alloc(9))],
  ],
  ['an attachment that is none', ['451-906["request",{"_placeholder":true,"num":"length"}]', Buffer.from('x')]],
  [
    'bytes for an id',
    ['451-907["request",{"kind":"access","callID":{"_placeholder":true,"num":0}}]', Buffer.from('x')],
  ],
  ['keys of the prototype', [request(908, '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}')]],
  ['a prototype for a kind', [request(909, '{"kind":"__proto__"}'), request(910, '{"kind":"toString"}')]],
  ['a second login', ['40{"protocol":1}']],
  ['a login without a hello', ['40null', '40[]', '40""']],
  ['a namespace of 60 kB', [`40/${'x'.repeat(60_000)},`]],
  ['another namespace', ['42/admin,["request",{"kind":"sync"}]']],
  ['reserved events', ['42["disconnect"]', '42["connect_error"]', '42["newListener",1]']],
  ['an error as an event', ['42911["error",{}]']],
  ['an answer nobody asked for', ['43912[{"ok":true}]', '43[]', '43999999999999999999999[]']],
  ['no JSON', ['42913["request",{']],
  ['unknown types', ['49', '9', 'x', '']],
  ['a heartbeat the wrong way', ['2', '2probe', '5', '6']],
  ['lone halves of characters', [request(914, '{"kind":"getCalls","groupID":"\\ud800"}')]],
]

/** Each of the packets above on a connection of its own, over and over. */
async function nasty(order: Order): Promise<Report> {
  const { report, add } = tally()
  const until = performance.now() + order.ms
  let turn = 0
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      for (let n = turn++; performance.now() < until || n < nastyPackets.length; n = turn++) {
        const { socket, answer, closed } = enter(order, `nasty-${n % 10}`)
        const code = await answer
        const [, packets] = nastyPackets[n % nastyPackets.length] ?? ['', []]
        for (const packet of packets) socket.send(packet)
        const answered = new Promise<string>((resolve) =>
          socket.on('message', (data: Buffer) => data.toString().startsWith('43777[') && resolve('answered')),
        )
        if (code === 'ok') socket.send(request(777))
        add(code === 'ok' ? await Promise.race([closed.then(() => 'closed'), answered]) : code)
        socket.terminate()
        await wait(20)
      }
    }),
  )
  return report
}

/** Messages in as many pieces as there are bytes. */
async function crumbs(order: Order): Promise<Report> {
  const { report, add } = tally()
  const { count = 1 } = order
  await Promise.all(
    Array.from({ length: count }, async (_unused, n) => {
      const { socket, answer, closed } = enter(order, `crumb-${n}`)
      if ((await answer) !== 'ok') return void add('refused')
      const crumb = Buffer.from('x')
      for (let sent = 0; sent < 12_000 && socket.readyState === WebSocket.OPEN; sent += 1) {
        socket.send(crumb, { fin: false })
        // Often enough that the close frame is read before the server lets go of the connection, a second later.
        if (sent % 40 === 0) await wait(1)
      }
      add(await Promise.race([closed.then((code) => `closed ${code}`), wait(PATIENCE_MS).then(() => 'stillOpen')]))
      socket.terminate()
    }),
  )
  return report
}

/** Comes and goes as fast as it can. */
async function comings(order: Order): Promise<Report> {
  const { report, add } = tally()
  const until = performance.now() + order.ms
  let left = order.count ?? 0
  await Promise.all(
    Array.from({ length: 8 }, async (_unused, n) => {
      while (performance.now() < until || (left -= 1) >= 0) {
        const { socket, answer } = enter(order, `coming-${n}`)
        add(await answer)
        socket.terminate()
      }
    }),
  )
  return report
}

/** Large posts that LiveKit never signed. */
async function posts({ url, ms, token }: Order): Promise<Report> {
  const { report, add } = tally()
  const until = performance.now() + ms
  const body = Buffer.alloc(2 ** 20, 'x')
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (performance.now() < until) {
        const posted = fetch(`${url}/livekit/webhook`, { method: 'POST', body, headers: { authorization: token } })
        add(await posted.then(({ status }) => String(status)).catch(() => 'cut'))
        await wait(50)
      }
    }),
  )
  return report
}

/** By name, what an attacker's process can be told to do. */
export const attacks = {
  requests: (order: Order) => pour(order, 10_000, (socket, n) => socket.send(request(n))),
  pings: (order: Order) => pour(order, 10_000, (socket) => socket.ping()),
  bytes: (order: Order) => pour(order, 100, (socket, n) => socket.send(request(n, `"${'x'.repeat(60_000)}"`))),
  crowd,
  unread,
  nasty,
  crumbs,
  comings,
  posts,
} satisfies { [name: string]: (order: Order) => Promise<Report> }

export type AttackName = keyof typeof attacks

import {
  CallError,
  diff,
  isStale,
  placed,
  type CallEventOf,
  type Command,
  type CommandOf,
  type KickReason,
  type Known,
  type Reply,
  type Request,
  type Snapshot,
  type Welcome,
} from '@ringkit/core/protocol'
import { socketioSignalling } from '../../../core/src/socketio/socketioSignalling.ts'

/** How long anything may take before a test fails, ms. */
const PATIENCE_MS = 15_000

export interface TestClientOptions {
  url: string
  userID: string
  /** Default: the userID with "-1". */
  deviceID?: string
  /** Default: the userID. */
  token?: string
  hasRoom?: boolean
  isLogin?: boolean
  known?: Known
}

let commands = 0

/** A signed-in device on the real wire. It keeps one call, as an engine does, and tells events by the real `diff`. */
export class TestClient {
  readonly userID: string
  readonly deviceID: string
  readonly events: CallEventOf[] = []
  readonly options: TestClientOptions
  welcome: Welcome | undefined
  call: Snapshot | undefined
  kicked: KickReason | undefined
  isLost = false
  private connection: Awaited<ReturnType<ReturnType<typeof socketioSignalling>['connect']>> | undefined
  private held: Snapshot[] | undefined
  private readonly waiting = new Set<() => void>()

  constructor(options: TestClientOptions) {
    this.options = options
    this.userID = options.userID
    this.deviceID = options.deviceID ?? `${options.userID.replaceAll(/\W/g, '_')}-1`
  }

  /** One attempt to connect; with `isLogin: false` and what is known, it comes back as an engine does. */
  async connect(more: Partial<TestClientOptions> = {}): Promise<this> {
    const { url, token = this.userID, hasRoom = true, isLogin = true, known } = { ...this.options, ...more }
    this.isLost = false
    const hello = { protocol: 1, token, deviceID: this.deviceID, hasRoom, isLogin, ...(known && { known }) } as const
    const handlers = {
      onSnapshot: (snapshot: Snapshot) => this.receive(snapshot),
      onKicked: (reason: KickReason) => this.note(() => (this.kicked = reason)),
      onLost: () => this.note(() => (this.isLost = true)),
    }
    this.connection = await socketioSignalling({ url }).connect(hello, handlers, PATIENCE_MS, PATIENCE_MS)
    this.welcome = this.connection.welcome
    if (this.welcome.known) this.receive(this.welcome.known)
    if (this.welcome.current) this.receive(this.welcome.current)
    return this
  }

  /** As after a lost connection. */
  reconnect(more: Partial<TestClientOptions> = {}): Promise<this> {
    const known = this.call && { callID: this.call.callID, epoch: this.call.epoch, version: this.call.version }
    return this.connect({ isLogin: false, ...(known && { known }), ...more })
  }

  close(): void {
    this.connection?.close()
  }

  /** A clean slate, as of a device that has just signed in. */
  forget(): void {
    this.events.length = 0
    this.call = undefined
  }

  ask<K extends Request['kind']>(request: Extract<Request, { kind: K }>): Promise<Reply<K>> {
    if (!this.connection) throw new Error('not connected')
    return this.connection.request(request, PATIENCE_MS)
  }

  async command(command: Command, id = `command-${(commands += 1)}`): Promise<Reply<'command'>> {
    const reply = await this.ask({ kind: 'command', id, command })
    if (reply.ok && command.kind !== 'call') this.receive(reply.snapshot)
    return reply
  }

  /** As the engine's command: the snapshot, or throws the refusal. */
  async does(command: Command, id?: string): Promise<Snapshot> {
    const reply = await this.command(command, id)
    if (!reply.ok) throw new CallError(reply.error.code, reply.error.message)
    return reply.snapshot
  }

  async calls(userIDList: string[], more: Partial<CommandOf<'call'>> = {}, id?: string): Promise<Snapshot> {
    // What is pushed meanwhile waits: events of one's own call begin with the placing.
    this.held = []
    try {
      const reply = await this.command({ kind: 'call', userIDList, type: 'video', ...more }, id)
      if (!reply.ok) throw new CallError(reply.error.code, reply.error.message)
      const { snapshot } = reply
      if (this.call?.callID !== snapshot.callID) this.take(placed(snapshot), snapshot)
      return snapshot
    } finally {
      const held = this.held
      this.held = undefined
      for (const snapshot of held) this.receive(snapshot)
    }
  }

  private get callID(): string {
    return this.call?.callID ?? 'none'
  }

  accepts = (callID = this.callID) => this.does({ kind: 'accept', callID })
  rejects = (message?: string) =>
    this.does({ kind: 'reject', callID: this.callID, ...(message !== undefined && { message }) })
  hangsUp = () => this.does({ kind: 'hangup', callID: this.callID })
  invites = (userIDList: string[], timeout?: number) =>
    this.does({ kind: 'invite', callID: this.callID, userIDList, ...(timeout !== undefined && { timeout }) })
  enters = () => this.does({ kind: 'enter', callID: this.callID })
  logout = () => this.ask({ kind: 'logout' })

  /** The names of the events so far, and who they are about when it is one person. */
  heard(): string[] {
    return this.events.map(({ event, payload }) => {
      const { userID, userIDList, reason } = payload as { userID?: string; userIDList?: string[]; reason?: string }
      const about = [userIDList?.join('+') ?? userID, reason].filter((part) => part !== undefined && part !== '')
      return about.length > 0 ? `${event} ${about.join(' ')}` : event
    })
  }

  /** Resolves as soon as `is` holds, checked at everything that happens here. */
  until(is: (client: this) => boolean, what = is.toString(), patienceMs = PATIENCE_MS): Promise<this> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!is(this)) return
        clearTimeout(timer)
        this.waiting.delete(check)
        resolve(this)
      }
      const timer = setTimeout(() => {
        this.waiting.delete(check)
        const seen = JSON.stringify({
          heard: this.heard(),
          me: this.call?.me,
          kicked: this.kicked,
          isLost: this.isLost,
        })
        reject(new Error(`${this.deviceID} waited in vain for ${what}; ${seen}`))
      }, patienceMs)
      this.waiting.add(check)
      check()
    })
  }

  untilHeard = (text: string) => this.until((client) => client.heard().some((each) => each.startsWith(text)), text)
  untilStatus = (status: Snapshot['me']['status']) => this.until(({ call }) => call?.me.status === status, status)

  private note(change: () => void): void {
    change()
    for (const check of this.waiting) check()
  }

  private receive(next: Snapshot): void {
    if (this.held) return void this.held.push(next)
    const isSame = this.call?.callID === next.callID
    if (isSame && this.call && isStale(this.call, next)) return
    if (!isSame && next.me.status === 'over') return
    this.take(isSame ? this.call : undefined, next)
  }

  private take(previous: Snapshot | undefined, next: Snapshot): void {
    this.note(() => {
      this.events.push(...diff(previous, next, this.userID))
      this.call = next
    })
  }
}

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { attacker } from './attack.ts'
import { startAbuseServer, type AbuseServer } from './abuseServer.ts'
import type { AttackName, Order } from './attacks.ts'
import { beside } from './bystanders.ts'

const MB = 2 ** 20
const stores = [
  ['the embedded store', 0],
  ['two nodes on Redis', 2],
] as const

describe.each(stores)('%s', (name, nodes) => {
  let at: AbuseServer
  beforeAll(async () => void (at = await startAbuseServer({ nodes })))
  afterEach(() => at.expectUnharmed())
  afterAll(() => at.stop())

  async function attack(what: AttackName, order: Pick<Order, 'ms'> & Partial<Order>) {
    const { attack: go } = await attacker(what)
    const token = await at.token(`mallory-${what}`)
    return beside(at, `${what}, ${name}`, () => go({ url: at.url, token, ...order }))
  }

  test('A8: 10,000 requests a second on one socket: RATE_LIMITED, then closed, each time again', async () => {
    const { report, after } = await attack('requests', { ms: 4000 })
    expect(report.RATE_LIMITED).toBeGreaterThan(0)
    expect(report.closed).toBeGreaterThan(1)
    expect(report.stillOpen).toBeUndefined()
    expect(after.held).toBeLessThan(150 * MB)
  })

  // Each of the two attackers brings so many.
  const count = nodes > 0 ? 500 : 2500
  test(
    `A8: ${2 * count} sockets of one user: 20 are let in, at all nodes together, the others are refused and closed`,
    { timeout: 120_000 },
    async () => {
      const attackers = await Promise.all([attacker('crowd'), attacker('crowd')])
      const token = await at.token('mallory-crowd')
      const { report, before, after } = await beside(at, `${2 * count} sockets, ${name}`, () =>
        Promise.all(attackers.map(({ attack: go }, n) => go({ token, count, ms: 0, url: at.urls[n] ?? at.url }))),
      )
      const sum = (key: string) => report.reduce((total, each) => total + (each[key] ?? 0), 0)
      expect(sum('open')).toBeGreaterThan(0)
      expect(sum('open')).toBeLessThanOrEqual(20)
      expect(sum('RATE_LIMITED')).toBeGreaterThan(count)
      expect(after.held - before.held).toBeLessThan(100 * MB)
    },
  )
})

describe('what costs a node alone', () => {
  let at: AbuseServer
  beforeAll(async () => void (at = await startAbuseServer()))
  afterEach(() => at.expectUnharmed())
  afterAll(() => at.stop())

  async function attack(what: AttackName, order: Pick<Order, 'ms'> & Partial<Order>) {
    const { attack: go } = await attacker(what)
    const token = await at.token(`mallory-${what}`)
    return beside(at, what, () => go({ url: at.url, token, ...order }))
  }

  test('A8: control frames of the WebSocket count, too', async () => {
    const { report } = await attack('pings', { ms: 2500 })
    expect(report.closed).toBeGreaterThan(1)
    expect(report.stillOpen).toBeUndefined()
  })

  test('A8: so do bytes: messages of the greatest size, a hundred a second', async () => {
    const { report } = await attack('bytes', { ms: 2500 })
    expect(report.closed).toBeGreaterThan(1)
    expect(report.stillOpen).toBeUndefined()
  })

  test('A8: logging in again and again is RATE_LIMITED', async () => {
    const { report } = await attack('comings', { ms: 2000, count: 500 })
    expect(report.RATE_LIMITED).toBeGreaterThan(0)
  })

  test('A7: what no client of ours sends, over and over, closes sockets or is BAD_PARAMETER', async () => {
    const { report, before, after } = await attack('nasty', { ms: 4000 })
    expect(report.closed).toBeGreaterThan(0)
    expect(report.answered).toBeGreaterThan(0)
    expect(after.held - before.held).toBeLessThan(50 * MB)
  })

  test('A7: a message in thousands of pieces closes the socket', async () => {
    const { report } = await attack('crumbs', { ms: 0, count: 20 })
    // Against the policy (RFC 6455, 7.4.1): not for a heartbeat that was missed or came amid the pieces. Of who goes on writing
    // meanwhile the system may say instead that the connection was reset.
    const { 'closed 1008': ofPolicy = 0, 'closed 1006': reset = 0 } = report
    expect(ofPolicy).toBeGreaterThan(0)
    expect({ ofPolicyOrReset: ofPolicy + reset, report }).toEqual({ ofPolicyOrReset: 20, report })
  })

  test('A9: devices that never read are cut off, answers counted: at most 1 MiB waits for each', async () => {
    const accomplice = await at.token('accomplice')
    const { report, before, after } = await attack('unread', { ms: 0, count: 3, accomplice })
    expect(report).toEqual({ 'login ok': 4, cutOff: 3 })
    // 3 MiB at most wait; the rest is what calls of others take.
    expect(after.peak - before.rss).toBeLessThan(150 * MB)
    const back = await at.client('mallory-unread', 0, { isLogin: false })
    expect(back.welcome?.current?.members).toHaveLength(92)
  })

  test('A10: large posts that LiveKit never signed are 401, and cost no memory', async () => {
    const { report, before, after } = await attack('posts', { ms: 3000 })
    expect(Object.keys(report).filter((status) => status !== '401' && status !== 'cut')).toEqual([])
    expect(report[401]).toBeGreaterThan(0)
    expect(after.held - before.held).toBeLessThan(50 * MB)
  })
})

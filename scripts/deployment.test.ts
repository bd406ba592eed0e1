/** What `deploy/` and docs/deployment.md say is what the code has. e2e/deploy runs it. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { exampleEnvironment, readCompose } from '../e2e/deploy/composeFile.ts'
import { serveOptions, variables } from '../packages/server/src/cli/serve.ts'
import { createMetrics } from '../packages/server/src/metrics.ts'

const root = resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const docs = read('docs/deployment.md')
const services = readCompose(exampleEnvironment('a secret of at least thirty-two bytes'))
const callServers = Object.entries(services).filter(([name]) => name.startsWith('call-server'))

/** The first cells of a section's table rows. */
const named = (section: string) =>
  [...(docs.split(/^## /m).find((each) => each.startsWith(section)) ?? '').matchAll(/^\| `([^`]+)`/gm)].map(
    ([, name = '']) => name,
  )

test('docs/deployment.md has each variable of `ringkit serve`, and no other', () => {
  expect(named('Environment').toSorted()).toEqual(Object.keys(variables).toSorted())
})

test('every variable the compose file gives a call server is one of `ringkit serve`, and they are enough', async () => {
  expect(callServers).toHaveLength(2)
  for (const [, { environment }] of callServers) {
    expect(Object.keys(environment).filter((name) => !(name in variables))).toEqual([])
    const { options } = serveOptions(environment)
    await options.store?.close()
    expect(options.store).toBeDefined()
  }
})

test('.env.example has each variable the compose file asks for, and no other', () => {
  const asked = [...read('deploy/docker-compose.yml').matchAll(/\$\{(\w+)/g)].map(([, name]) => name)
  expect(Object.keys(exampleEnvironment('x')).toSorted()).toEqual([...new Set(asked)].toSorted())
})

test('no secret is in the files that are deployed', () => {
  expect(read('deploy/.env.example').match(/^\w*SECRET\w*=.+$/gm)).toBeNull()
  expect(read('deploy/docker-compose.yml').match(/SECRET\w*: (?!\$\{).+$/gm)).toBeNull()
})

test('Redis evicts nothing, and keeps what it has', () => {
  const { command = '' } = services.redis ?? {}
  expect(command).toContain('--maxmemory-policy noeviction')
  expect(command).toContain('--appendonly yes')
})

test('LiveKit makes no room by itself, and reports to the balancer with a key the call servers know', () => {
  // Only what is looked at.
  const config = parse(read('deploy/livekit.yaml')) as {
    room: { auto_create: boolean }
    webhook: { api_key: string; urls: string[] }
  }
  expect(config.room.auto_create).toBe(false)
  expect(config.webhook.urls).toEqual(['http://balancer:4000/livekit/webhook'])
  for (const [, { environment }] of callServers)
    expect(environment.RINGKIT_LIVEKIT_API_KEY).toBe(config.webhook.api_key)
  expect(services.livekit?.environment.LIVEKIT_KEYS).toMatch(new RegExp(`^${config.webhook.api_key}: `))
})

test('the balancer takes each call server by /readyz, at its port', () => {
  const config = read('deploy/haproxy.cfg')
  expect(config).toContain('option httpchk GET /readyz')
  const servers = [...config.matchAll(/^ {2}server (\S+) (\S+)$/gm)].map(([, name, address]) => [name, address])
  expect(servers).toEqual(callServers.map(([name, { environment }]) => [name, `${name}:${environment.PORT}`]))
})

test('every file the Dockerfile copies from the repository is there', () => {
  const copied = [...read('deploy/Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
    files.split(' '),
  )
  expect(copied.length).toBeGreaterThan(5)
  expect(copied.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

test('docs/deployment.md has each metric with its labels, and no other', async () => {
  const metrics = createMetrics(
    () => 0,
    () => 0,
  )
  metrics.onAnswer('call', 'ok')
  metrics.onStore('commit', 1, false)
  metrics.onWebhook('room_started', 'taken')
  metrics.onLiveKit('createRoom', 'done')
  const { text } = await metrics.read()
  const told = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [name, type])
  const rows = [...docs.matchAll(/^\| `(ringkit_\w+)(?:\{([\w,]+)\})?` +\| (\w+) /gm)]
  expect(rows.map(([, name, , type]) => [name, type]).toSorted()).toEqual(told.toSorted())
  for (const [, name = '', labels] of rows) {
    const line = text.split('\n').find((each) => new RegExp(`^${name}(_count)?\\{`).test(each))
    const own = [...(line ?? '').matchAll(/(\w+)="/g)].map(([, label]) => label)
    if (own.length > 0) expect(own, name).toEqual(labels?.split(','))
  }
})

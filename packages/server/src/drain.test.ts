import { expect, test } from 'vitest'
import { startTestServer } from './testing/testServer.ts'

test('a server that closes refuses connections from the first moment: a balancer asks the next node', async () => {
  const at = await startTestServer()
  const readyz = () => fetch(`${at.url}/readyz`).then(({ status }) => status)
  expect(await readyz()).toBe(200)
  const [a, b] = [await at.client('a'), await at.client('b')]
  await a.calls(['b'])
  await b.untilStatus('ringing')
  const closed = at.server.close()
  await expect(readyz()).rejects.toThrow()
  await closed
  // Who was there was told, before the connections went.
  await b.untilStatus('over')
  await at.stop()
})

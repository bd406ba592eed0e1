import { expect, test } from 'vitest'
import { startTestNodes } from '../../packages/server/src/testing/testServer.ts'
import { startRedisCluster } from '../../scripts/redisServer.ts'

test('two nodes on a Redis Cluster of three: a call, and a kick at the other node', async () => {
  const cluster = await startRedisCluster()
  const nodes = await startTestNodes(2, {}, { url: cluster.nodes[1]?.url ?? '', isCluster: true })
  const [a, b] = [await nodes.client('a'), await nodes.client('b')]
  await a.calls(['b'])
  await b.untilStatus('ringing')
  await b.accepts()
  await a.untilStatus('connected')
  await nodes.nodes[0]?.server.kick('b')
  await a.untilHeard('CALLING_END b removed')
  await b.until(({ kicked }) => kicked === 'removed')
  expect(b.heard()).toEqual(['INVITED b', 'CALL_BEGIN'])
  await nodes.stop()
  await cluster.stop()
})

import { expect, test, vi } from 'vitest'
import { cleanAbandonedJoin } from './abandonedJoin.ts'

function engineThat(joins: (url: string) => Promise<string>) {
  const cleanupLossyDataStats = vi.fn<() => void>()
  const cleanupPeerConnections = vi.fn<() => Promise<void>>(async () => {})
  const engine = { join: joins, cleanupLossyDataStats, cleanupPeerConnections }
  cleanAbandonedJoin(engine)
  return engine
}

test('a join that was called off leaves no connection and no timer behind', async () => {
  const engine = engineThat(() => Promise.reject(new Error('called off')))
  await expect(engine.join('ws://x')).rejects.toThrow('called off')
  expect(engine.cleanupPeerConnections).toHaveBeenCalledOnce()
  expect(engine.cleanupLossyDataStats).toHaveBeenCalledOnce()
})

test('a connection that cannot even be closed hides no failure', async () => {
  const engine = engineThat(() => Promise.reject(new Error('called off')))
  engine.cleanupPeerConnections.mockRejectedValue(new Error('no connection'))
  await expect(engine.join('ws://x')).rejects.toThrow('called off')
})

test('a join that succeeds keeps its connection', async () => {
  const engine = engineThat(async (url) => `joined ${url}`)
  expect(await engine.join('ws://x')).toBe('joined ws://x')
  expect(engine.cleanupPeerConnections).not.toHaveBeenCalled()
  expect(engine.cleanupLossyDataStats).not.toHaveBeenCalled()
})

import { callStoreConformance } from './callStore.conformance.ts'
import { memoryStore } from './memoryStore.ts'

callStoreConformance('memoryStore', async () => {
  let now = 0
  return { store: memoryStore({ now: () => now }), turn: (ms) => void (now += ms) }
})

import { useSyncExternalStore } from 'react'
import type { CallEngine, CallState } from '@ringkit/core'
import type { World, WorldState } from './world.ts'

/** All that the playground shows. */
export function useWorld(world: World): WorldState {
  return useSyncExternalStore(world.subscribe, world.getState)
}

/** The whole state of an engine, as its store has it. */
export function useEngineState({ store }: CallEngine): CallState {
  return useSyncExternalStore(store.subscribe, store.getState)
}

import { useEffect, useState } from 'react'
import { World } from './world.ts'

/** A world of so many people while the component is there; another one for each `round`. Undefined at first. */
export function useLiveWorld(people: number, round: number): World | undefined {
  const [world, setWorld] = useState<World>()
  useEffect(
    function live() {
      const born = new World(people)
      // oxlint-disable-next-line react/set-state-in-effect -- a world has timers: it is made by the effect that ends it
      setWorld(born)
      return () => {
        setWorld(undefined)
        born.destroy()
      }
    },
    [people, round],
  )
  return world
}

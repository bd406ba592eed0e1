'use client'
import type { ReactNode, RefObject } from 'react'
import { CallViewContext } from './CallViewContext.ts'
import type { CallViewControls } from './CallViewContext.ts'
import { ShortcutsContext } from './ShortcutsContext.ts'
import { useCallShortcuts } from './useCallShortcuts.ts'

interface CallShortcutsProps {
  area: RefObject<HTMLElement | null>
  isOn?: boolean
  /** What the keys and buttons inside change; without it there is no full screen and no layout. */
  view?: CallViewControls
  children: ReactNode
}

/** The keys of a call for what is inside, whose buttons say so. Inside the `ActionScope` that shows what failed. */
export function CallShortcuts({ area, isOn = true, view, children }: CallShortcutsProps): ReactNode {
  return (
    <CallViewContext.Provider value={view ?? null}>
      <Keys area={area} isOn={isOn} />
      <ShortcutsContext.Provider value={isOn}>{children}</ShortcutsContext.Provider>
    </CallViewContext.Provider>
  )
}

function Keys({ area, isOn }: { area: RefObject<HTMLElement | null>; isOn: boolean }): null {
  useCallShortcuts(area, isOn)
  return null
}

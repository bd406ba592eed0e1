'use client'
import { createContext } from 'react'
import type { FullScreen } from '../hooks/index.ts'

/** `grid`: everybody alike; `speaker`: who speaks large, the others in a strip. What is pinned or shared is large in both. */
export type CallLayout = 'grid' | 'speaker'

/** What the buttons inside a `CallView` change about it. */
export interface CallViewControls {
  layout: CallLayout
  setLayout: (layout: CallLayout) => void
  fullScreen: FullScreen
}

/** Null outside of a `CallView`: there is nothing to change there. */
export const CallViewContext = /* @__PURE__ */ createContext<CallViewControls | null>(null)

import type { CallEngine } from '@ringkit/core'
import type { Simulator } from '@ringkit/core/simulator'

/** What the page hands its test. */
export interface HostWindow {
  simulator: Simulator
  ann: CallEngine
  /** The kit's whole stylesheet, for a test to put in, before or after another one. */
  styles: string
  reactVersion: string
}

declare global {
  interface Window {
    host: HostWindow
    /** Each shift of the page's layout that moved something of the page's own: how far, and what. */
    shifts: string[]
  }
}

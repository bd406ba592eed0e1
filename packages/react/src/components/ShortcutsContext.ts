'use client'
import { createContext } from 'react'

/** Whether the buttons below are pressed by keys too, and say so. */
export const ShortcutsContext = /* @__PURE__ */ createContext(false)

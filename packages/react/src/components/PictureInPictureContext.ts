'use client'
import { createContext } from 'react'
import type { PictureInPicture } from '../hooks/index.ts'

/** Null outside of a `PictureInPictureScope`. */
export const PictureInPictureContext = /* @__PURE__ */ createContext<PictureInPicture | null>(null)

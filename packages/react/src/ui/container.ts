'use client'
import { createContext, useContext } from 'react'

/** Where dialogs and menus are put in the document, for all that is inside; nothing: the end of the body. */
export const ContainerContext = /* @__PURE__ */ createContext<HTMLElement | null | undefined>(undefined)

/**
 * What `Portal` of Radix takes: the container that is named, else that of the `CallKit` around, else none, which is the body.
 *
 * @example
 * <Dialog.Portal {...useContainer(undefined)}>…</Dialog.Portal>
 */
export function useContainer(named: HTMLElement | null | undefined): { container?: HTMLElement } {
  const around = useContext(ContainerContext)
  const container = named ?? around
  return container ? { container } : {}
}

/**
 * The part of a document that nothing can stand over: the container where it is in sight, else what fills the screen, else the body.
 */
export function topLayer(element: Element | null, container: HTMLElement | null | undefined): HTMLElement | undefined {
  const page = element?.ownerDocument
  const full = page?.fullscreenElement
  // Another window's elements are not instances of this one's classes; what is full screen and holds ours is of HTML.
  const layer = full?.contains(element ?? null) ? (full as HTMLElement) : page?.body
  return container && layer?.contains(container) ? container : layer
}

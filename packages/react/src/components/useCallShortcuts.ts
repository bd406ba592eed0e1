'use client'
import { useContext, useEffect, useInsertionEffect, useRef } from 'react'
import type { RefObject } from 'react'
import { useAction, useCall, useCallActions } from '../hooks/index.ts'
import { nextTile } from '../layout/nextTile.ts'
import type { Direction } from '../layout/nextTile.ts'
import { CallViewContext } from './CallViewContext.ts'
import { isElement, shortcutOf, takesKeys } from './shortcutKeys.ts'

/**
 * The keys of a running call (contract §5): M microphone, V camera, F full screen, wherever the focus is in the window that
 * `area` stands in; arrows move it between the tiles while it is in `area`. Not while somebody types, not with Ctrl, Alt, Shift or Meta, not in a dialog, and not when the page
 * has called `preventDefault`. A failure is shown by the `ActionScope` around, as with the buttons. `isOn`: false listens to
 * nothing. `CallView` does it.
 *
 * @example
 * const area = useRef<HTMLElement>(null)
 * useCallShortcuts(area)
 */
export function useCallShortcuts(area: RefObject<HTMLElement | null>, isOn = true): void {
  const { setMicrophone, setCamera } = useCallActions()
  const microphone = useAction(setMicrophone)
  const camera = useAction(setCamera)
  const fullScreen = useContext(CallViewContext)?.fullScreen
  const screen = useAction(async () => fullScreen?.toggle())
  const own = useCall((state) => state.members[state.self?.userID ?? ''])
  const type = useCall((state) => state.call?.type)
  const onKey = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0]
    const command = event.defaultPrevented || takesKeys(target) ? undefined : shortcutOf(event)
    if (command === undefined) return
    if (command === 'microphone' || command === 'camera') {
      const { isPending, run } = command === 'microphone' ? microphone : camera
      // A key that is held down is one press; in an audio call there is no camera to turn on.
      if (event.repeat || isPending || !own || (command === 'camera' && type !== 'video')) return
      run(command === 'microphone' ? !own.audioAvailable : !own.videoAvailable)
    } else if (command === 'fullScreen') {
      if (event.repeat || screen.isPending || !fullScreen?.isSupported) return
      screen.run()
    } else if (!moveFocus(area.current, target, command)) return
    event.preventDefault()
  }
  const latest = useRef(onKey)
  useInsertionEffect(() => {
    latest.current = onKey
  })
  useEffect(
    function listen() {
      if (!isOn) return undefined
      const listener = (event: KeyboardEvent): void => latest.current(event)
      const page = area.current?.ownerDocument ?? document
      page.addEventListener('keydown', listener)
      return () => page.removeEventListener('keydown', listener)
    },
    [area, isOn],
  )
}

/** Whether the key was for us: from a tile to the next one, from elsewhere in the call to the first. */
function moveFocus(area: HTMLElement | null, target: EventTarget | undefined, direction: Direction): boolean {
  if (!area || !isElement(target) || !area.contains(target)) return false
  const tiles = [...area.querySelectorAll<HTMLElement>('.rk-video-tile')]
  const from = tiles.findIndex((tile) => (tile.closest('.rk-video-grid-place') ?? tile).contains(target))
  const places = tiles.map((tile) => tile.getBoundingClientRect())
  const tile = from < 0 ? tiles[0] : tiles[nextTile(places, from, direction) ?? from]
  // Not a stop of the Tab key: a tile does nothing by itself.
  if (tile && !tile.hasAttribute('tabindex')) tile.tabIndex = -1
  tile?.focus({ preventScroll: true })
  return tile !== undefined
}

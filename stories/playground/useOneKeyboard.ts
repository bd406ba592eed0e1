import { useEffect } from 'react'
import type { Device } from './world.ts'

/**
 * Each screen listens to the keys of the page, and there is one page here: M and V act on the screen that has the focus, and on
 * none when no screen has it.
 */
export function useOneKeyboard(devices: readonly Device[]): void {
  useEffect(
    function listen() {
      const onKey = (event: KeyboardEvent): void => {
        const { target } = event
        if (!(target instanceof Element) || target.closest('input, textarea, select')) return
        if (event.ctrlKey || event.altKey || event.metaKey || !/^[mv]$/i.test(event.key)) return
        event.stopPropagation()
        const place = target.closest('[data-device-screen]')?.getAttribute('data-device-screen')
        const engine = devices.find(({ deviceID }) => deviceID === place)?.engine
        const { self, members, status } = engine?.store.getState() ?? {}
        const own = members?.[self?.userID ?? '']
        if (event.repeat || status !== 'connected' || !engine || !own) return
        const isMicrophone = event.key.toLowerCase() === 'm'
        // What goes wrong is the ERROR of the log.
        const done = isMicrophone ? engine.setMicrophone(!own.audioAvailable) : engine.setCamera(!own.videoAvailable)
        done.catch(() => {})
      }
      window.addEventListener('keydown', onKey, { capture: true })
      return () => window.removeEventListener('keydown', onKey, { capture: true })
    },
    [devices],
  )
}

import type { SmallWindowPort } from '@ringkit/react'

/**
 * Small windows that are frames in the page: stories stand in a frame themselves, and browsers give a window of its own to whole
 * pages alone. A document of its own they have all the same, with no styles but those that are carried over.
 */
export function framedWindows(): SmallWindowPort {
  return {
    isSupported: () => true,
    async open({ width, height }) {
      const frame = document.createElement('iframe')
      frame.title = 'Small window'
      frame.dataset.smallWindow = ''
      Object.assign(frame.style, { position: 'fixed', insetBlockStart: '8px', insetInlineStart: '8px', border: '0' })
      Object.assign(frame, { width, height })
      document.body.append(frame)
      const opened = frame.contentWindow
      if (!opened) throw new Error('The frame has no window.')
      opened.close = () => {
        if (!frame.isConnected) return
        opened.dispatchEvent(new Event('pagehide'))
        frame.remove()
      }
      return opened
    },
  }
}

/** What the small window shows; null while there is none. */
export function smallWindowBody(): HTMLElement | null {
  return document.querySelector<HTMLIFrameElement>('iframe[data-small-window]')?.contentDocument?.body ?? null
}

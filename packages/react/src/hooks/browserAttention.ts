/** How a page that is not looked at makes itself noticed; a test hands in its own. */
export interface AttentionPort {
  /** Is the page out of sight: another tab, or a minimised window? */
  isHidden(): boolean
  /** Calls `listener` whenever that changes; returns what ends it. */
  onHiddenChange(listener: () => void): () => void
  title(): string
  setTitle(title: string): void
  /** Shows a desktop notification where the person has allowed them already; returns what takes it away. Never asks. */
  notify(title: string, options: NotificationOptions): () => void
  /** Milliseconds on, off, on …; `0` ends it. Nothing where there is nothing that vibrates. */
  vibrate(pattern: number | number[]): void
  /** Calls `tick` every so many ms; returns what ends it. */
  every(ms: number, tick: () => void): () => void
}

/** The browser's own ways. Touches nothing until somebody rings. */
export const browserAttention: AttentionPort = {
  isHidden: () => document.hidden,
  onHiddenChange(listener) {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
  title: () => document.title,
  setTitle(title) {
    document.title = title
  },
  notify(title, options) {
    if (typeof Notification === 'undefined' || Notification.permission !== 'granted') return () => {}
    try {
      const notification = new Notification(title, options)
      notification.addEventListener('click', () => {
        window.focus()
        notification.close()
      })
      return () => notification.close()
    } catch {
      // Chrome on Android lets a service worker notify, not a page: the ringtone and the vibration are left.
      return () => {}
    }
  },
  vibrate(pattern) {
    // Refused before the person has touched the page, and Chrome then complains on the console.
    const isTouched = typeof navigator !== 'undefined' && navigator.userActivation?.hasBeenActive
    if (isTouched && 'vibrate' in navigator) navigator.vibrate(pattern)
  },
  every(ms, tick) {
    const timer = setInterval(tick, ms)
    return () => clearInterval(timer)
  },
}

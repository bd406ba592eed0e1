/** What the upgrade request says about where it comes from. */
export interface Provenance {
  origin?: string | undefined
  host?: string | undefined
}

const local = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * May a page of this origin connect? By default those of the server's own host and of localhost; with a list, those on it.
 * CORS does not guard a WebSocket, so this does. Without an Origin header it is no browser: nothing to guard.
 */
export function isAllowedOrigin({ origin, host }: Provenance, origins?: readonly string[]): boolean {
  if (origin === undefined) return true
  if (origins) return origins.includes(origin)
  if (!URL.canParse(origin)) return false
  const url = new URL(origin)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return false
  return url.host === host || local.has(url.hostname)
}

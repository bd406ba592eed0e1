/** A payload as JSON; an error in it by its message, since it has nothing else that JSON would show. */
export function payloadText(payload: unknown, indent?: number): string {
  const shown = (_key: string, value: unknown): unknown => (value instanceof Error ? value.message : value)
  return JSON.stringify(payload, shown, indent) ?? ''
}

/** A payload in one line: without quotes, and without the callID, which is the same all along. */
export function brief(payload: object): string {
  const parts = Object.entries(payload).filter(([key]) => key !== 'callID')
  return parts.map(([key, value]) => `${key}: ${payloadText(value).replaceAll('"', '')}`).join(' · ')
}

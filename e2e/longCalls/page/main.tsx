import './leftOpen.ts'
import type { Hour } from './hour.tsx'
import type { Line } from './phone.tsx'

declare global {
  var line: Line
  var hour: Hour
}

const query = new URLSearchParams(location.search)
// Each page loads what it needs.
if (query.has('hour')) globalThis.hour = await (await import('./hour.tsx')).startHour()
else globalThis.line = await (await import('./phone.tsx')).startLine(query)

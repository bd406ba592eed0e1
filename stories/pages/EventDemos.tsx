import type { ReactNode } from 'react'
import { CallEvent } from '@ringkit/core'
import { EventDemo } from './EventDemo.tsx'

/** Every event, each with its screens once somebody asks for them: 26 calls at once are too many for a page. */
export function EventDemos(): ReactNode {
  return Object.values(CallEvent).map((event) => <EventDemo key={event} event={event} begins="press" />)
}

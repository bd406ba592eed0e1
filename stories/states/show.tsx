import type { StoryObj } from '@storybook/react-vite'
import type { ReactNode } from 'react'
import { Screen, stageOf } from '../stage.tsx'

type Render = NonNullable<StoryObj['render']>

/** For a story's `render`: this, on Ann's screen. */
export function show(what: ReactNode): Render {
  return function Shown(_args, context) {
    return <Screen stage={stageOf(context)}>{what}</Screen>
  }
}

/** The same, with room around it. */
export function showInside(what: ReactNode): Render {
  return show(<div style={{ display: 'grid', gap: '1rem', maxInlineSize: '26rem', padding: '1rem' }}>{what}</div>)
}

'use client'
import { LayoutGrid, Presentation } from 'lucide-react'
import { forwardRef, useContext } from 'react'
import { useCall } from '../hooks/index.ts'
import { useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { onPress } from '../ui/onPress.ts'
import type { CallControlProps } from './CallControls.tsx'
import { CallViewContext } from './CallViewContext.ts'

/**
 * "Show who speaks large" or "Show everybody alike": the `layout` of the `CallView` around it. Nothing outside of one, and in a
 * call between two, which has one layout. `data-layout` is the layout that is on.
 */
export const LayoutSwitch = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function LayoutSwitch(props, ref) {
    const { inCall } = useMessages()
    const view = useContext(CallViewContext)
    const isGroup = useCall((state) => state.call?.kind === 'group')
    if (!view || !isGroup) return null
    const isGrid = view.layout === 'grid'
    return (
      <ControlButton
        label={isGrid ? inCall.speakerLayout : inCall.gridLayout}
        icon={isGrid ? <Presentation /> : <LayoutGrid />}
        data-layout={view.layout}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => view.setLayout(isGrid ? 'speaker' : 'grid'))}
      />
    )
  },
)

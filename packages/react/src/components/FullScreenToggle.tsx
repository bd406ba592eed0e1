'use client'
import { Maximize, Minimize } from 'lucide-react'
import { forwardRef, useContext } from 'react'
import { useAction } from '../hooks/index.ts'
import { useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { onPress } from '../ui/onPress.ts'
import type { CallControlProps } from './CallControls.tsx'
import { CallViewContext } from './CallViewContext.ts'
import { useShortcutHint } from './useShortcutHint.ts'

/**
 * "Full screen" or "Leave full screen" for the `CallView` around it; nothing outside of one, and where the browser has no full
 * screen for pages (iPhones). `data-state` is `active` or `idle`, also after Escape.
 */
export const FullScreenToggle = /* @__PURE__ */ forwardRef<HTMLButtonElement, CallControlProps>(
  function FullScreenToggle(props, ref) {
    const { inCall } = useMessages()
    const fullScreen = useContext(CallViewContext)?.fullScreen
    const action = useAction(async () => fullScreen?.toggle())
    const isOn = fullScreen?.isOn === true
    const label = isOn ? inCall.leaveFullScreen : inCall.fullScreen
    const hint = useShortcutHint('fullScreen', label)
    if (!fullScreen?.isSupported) return null
    return (
      <ControlButton
        label={label}
        {...hint}
        icon={isOn ? <Minimize /> : <Maximize />}
        data-state={isOn ? 'active' : 'idle'}
        isPending={action.isPending}
        {...props}
        ref={ref}
        onClick={onPress(props.onClick, () => action.run())}
      />
    )
  },
)

'use client'
import { ChevronUp, Volume2 } from 'lucide-react'
import { forwardRef } from 'react'
import type { ReactNode } from 'react'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { ControlButton } from '../ui/ControlButton.tsx'
import { Menu } from '../ui/Menu.tsx'
import type { CallControlProps } from './CallButtons.tsx'
import { FlipCamera } from './CallButtons.tsx'
import { DevicePicker } from './DevicePicker.tsx'
import { NoiseSuppressionSwitch } from './NoiseSuppressionSwitch.tsx'

export interface DeviceMenuProps extends CallControlProps {
  /** What stands in the menu. Default: the choice of devices, and what the chosen one does. */
  menu?: ReactNode
}

/** "Microphone options": which one, how loud one is, noise suppression. */
export const MicrophoneMenu = /* @__PURE__ */ forwardRef<HTMLButtonElement, DeviceMenuProps>(function MicrophoneMenu(
  { menu, ...props },
  ref,
) {
  const { devices } = useMessages()
  return (
    <Menu
      {...useLanguageAttributes()}
      label={devices.microphoneOptions}
      trigger={
        <ControlButton label={devices.microphoneOptions} icon={<ChevronUp />} data-part="menu" {...props} ref={ref} />
      }
    >
      {menu ?? (
        <>
          <DevicePicker kind="microphone" preview />
          <NoiseSuppressionSwitch />
        </>
      )}
    </Menu>
  )
})

/** "Camera options": which one, and from front to back. */
export const CameraMenu = /* @__PURE__ */ forwardRef<HTMLButtonElement, DeviceMenuProps>(function CameraMenu(
  { menu, ...props },
  ref,
) {
  const { devices } = useMessages()
  return (
    <Menu
      {...useLanguageAttributes()}
      label={devices.cameraOptions}
      trigger={
        <ControlButton label={devices.cameraOptions} icon={<ChevronUp />} data-part="menu" {...props} ref={ref} />
      }
    >
      {menu ?? (
        <>
          <DevicePicker kind="camera" preview />
          <FlipCamera caption="beside" />
        </>
      )}
    </Menu>
  )
})

/** "Speaker": which one, and a sound to test it with. */
export const SpeakerMenu = /* @__PURE__ */ forwardRef<HTMLButtonElement, DeviceMenuProps>(function SpeakerMenu(
  { menu, ...props },
  ref,
) {
  const { devices } = useMessages()
  return (
    <Menu
      {...useLanguageAttributes()}
      label={devices.speaker}
      trigger={<ControlButton label={devices.speaker} icon={<Volume2 />} {...props} ref={ref} />}
    >
      {menu ?? <DevicePicker kind="speaker" preview />}
    </Menu>
  )
})

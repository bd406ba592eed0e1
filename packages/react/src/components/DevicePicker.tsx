'use client'
import { ChevronDown } from 'lucide-react'
import { forwardRef, useId } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useAction, useDevices } from '../hooks/index.ts'
import type { Device, DeviceKind } from '../hooks/index.ts'
import { errorText } from '../messages/errorText.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import type { SoundPort } from '../sounds/playTone.ts'
import { cx } from '../ui/cx.ts'
import { DevicePreview } from './DevicePreview.tsx'

export interface DevicePickerProps extends Omit<ComponentPropsWithoutRef<'select'>, 'value' | 'children'> {
  kind: DeviceKind
  /** `field`: with a label; `compact`: an arrow beside a button. Default: field. */
  look?: 'field' | 'compact'
  /** Shows what the device does: one's own picture, the level, a test sound; turns it on for that. Default: false. */
  preview?: boolean
  /** Where the test sound is played. Default: the chosen speaker. */
  port?: SoundPort | undefined
}

/**
 * Chooses the camera, microphone or speaker (contract §5): a native select, which every phone and screen reader knows. It
 * follows plugging and unplugging, and the choice is kept in localStorage for the next visit.
 */
export const DevicePicker = /* @__PURE__ */ forwardRef<HTMLSelectElement, DevicePickerProps>(function DevicePicker(
  { kind, look = 'field', preview = false, port, className, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const { devices, currentID, choose: chooseDevice, error } = useDevices(kind)
  const choose = useAction(chooseDevice)
  const id = useId()
  const label = messages.devices[kind]
  return (
    <div
      {...language}
      className={cx('rk rk-device-picker', className)}
      data-kind={kind}
      data-look={look}
      data-pending={choose.isPending || undefined}
    >
      <label htmlFor={id} className={look === 'compact' ? 'rk-visually-hidden' : 'rk-device-picker-label'}>
        {label}
      </label>
      <span className="rk-device-picker-box">
        <select
          className="rk-field"
          id={id}
          title={look === 'compact' ? label : undefined}
          disabled={devices.length === 0}
          value={devices.length === 0 ? '' : currentID}
          {...props}
          ref={ref}
          onChange={(event) => choose.run(event.target.value)}
        >
          {options(devices, currentID, messages.systemDefault).map((device, index) => (
            <option key={device.deviceID} value={device.deviceID}>
              {device.label || messages.unnamedDevice(label, index + 1)}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="rk-device-picker-arrow" />
      </span>
      {error && look === 'field' && (
        <span role="alert" className="rk-device-picker-error">
          {errorText(error, messages)}
        </span>
      )}
      {preview && <DevicePreview kind={kind} port={port} />}
    </div>
  )
})

/** What can be chosen. Where the one in use is unknown, the system's own stands first, so that no other one looks chosen. */
function options(devices: readonly Device[], currentID: string, systemDefault: string): readonly Device[] {
  const isKnown = devices.some(({ deviceID }) => deviceID === currentID)
  return isKnown ? devices : [{ deviceID: devices.length === 0 ? '' : currentID, label: systemDefault }, ...devices]
}

'use client'
import { forwardRef, useId } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useAction, useCall, useCallActions } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

export type NoiseSuppressionSwitchProps = Omit<ComponentPropsWithoutRef<'input'>, 'checked' | 'defaultChecked' | 'type'>

/** "Noise suppression", on or off, in and outside a call; kept as long as the engine is. */
export const NoiseSuppressionSwitch = /* @__PURE__ */ forwardRef<HTMLInputElement, NoiseSuppressionSwitchProps>(
  function NoiseSuppressionSwitch({ className, ...props }, ref) {
    const { devices } = useMessages()
    const language = useLanguageAttributes()
    const isOn = useCall((state) => state.effects.noiseSuppression)
    const { setNoiseSuppression } = useCallActions()
    const action = useAction(setNoiseSuppression)
    const id = useId()
    return (
      <div {...language} className={cx('rk rk-switch', className)} data-state={isOn ? 'on' : 'off'}>
        <input
          type="checkbox"
          role="switch"
          id={id}
          aria-describedby={`${id}-help`}
          aria-busy={action.isPending || undefined}
          {...props}
          ref={ref}
          checked={isOn}
          aria-checked={isOn}
          onChange={() => !action.isPending && action.run(!isOn)}
        />
        <span className="rk-switch-text">
          <label htmlFor={id}>{devices.noiseSuppression}</label>
          <span id={`${id}-help`} className="rk-quiet">
            {devices.noiseSuppressionHelp}
          </span>
        </span>
      </div>
    )
  },
)

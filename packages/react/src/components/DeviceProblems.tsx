'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import type { CallError } from '../hooks/index.ts'
import { errorText } from '../messages/errorText.ts'
import { listNames } from '../messages/listNames.ts'
import { permissionHelp } from '../messages/permissionHelp.ts'
import { useMessages } from '../messages/useMessages.ts'
import { Alert } from '../ui/Alert.tsx'
import { cx } from '../ui/cx.ts'

export interface DeviceProblemsProps extends ComponentPropsWithoutRef<'div'> {
  /** Why the camera does not work; undefined when it does. */
  camera?: CallError | undefined
  microphone?: CallError | undefined
  /** Asks for them once more. */
  onRetry: () => void
}

/** What is wrong with camera and microphone, what to do about it in this browser, and another try. Nothing when all is well. */
export const DeviceProblems = /* @__PURE__ */ forwardRef<HTMLDivElement, DeviceProblemsProps>(function DeviceProblems(
  { camera, microphone, onRetry, className, ...props },
  ref,
) {
  const messages = useMessages()
  const problems = problemsOf([
    [messages.devices.camera, camera],
    [messages.devices.microphone, microphone],
  ])
  if (problems.length === 0) return null
  return (
    <div {...props} ref={ref} className={cx('rk rk-device-problems', className)}>
      {problems.map(({ error, devices }) => (
        <Alert key={error.code}>
          <strong>{listNames(devices, messages.locale)}</strong>
          {errorText(error, messages)}
          <PermissionHelp error={error} />
        </Alert>
      ))}
      <button type="button" className="rk-button" onClick={onRetry}>
        {messages.beforeCall.tryAgain}
      </button>
    </div>
  )
})

function PermissionHelp({ error }: { error: CallError }): ReactNode {
  const { beforeCall } = useMessages()
  const help = error.code === 'PERMISSION_DENIED' ? permissionHelp(navigator) : undefined
  return help && <span className="rk-device-help">{beforeCall[help]}</span>
}

interface Problem {
  error: CallError
  devices: string[]
}

/** Each reason once, with the devices it is the reason of. */
function problemsOf(checked: readonly (readonly [device: string, error: CallError | undefined])[]): Problem[] {
  const problems = new Map<string, Problem>()
  for (const [device, error] of checked) {
    if (!error) continue
    const known = problems.get(error.code)
    if (known) known.devices.push(device)
    else problems.set(error.code, { error, devices: [device] })
  }
  return [...problems.values()]
}

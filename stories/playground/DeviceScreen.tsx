import { useState } from 'react'
import type { ReactNode } from 'react'
import { CallKit, CallProvider } from '@ringkit/react'
import type { Language } from '@ringkit/react'
import { cast, nameOf } from './cast.ts'
import { HomeScreen } from './HomeScreen.tsx'
import { useLandmarks } from './landmarks.ts'
import { useEngineState } from './useWorld.ts'
import { deviceName } from './world.ts'
import type { Device } from './world.ts'

export interface DeviceScreenProps {
  device: Device
  /** Whom one can call from here. */
  others: readonly string[]
  language?: Language | undefined
  hasSound?: boolean
}

const noTones = { ringtone: null, ringback: null }

/**
 * A phone or a laptop with the whole kit in it. The ring is a banner: several people ring at once here, and a dialog makes all
 * that is outside it inert.
 */
export function DeviceScreen({ device, others, language, hasSound = false }: DeviceScreenProps): ReactNode {
  const { engine, kind } = device
  const [glass, setGlass] = useState<HTMLElement | null>(null)
  const { status } = useEngineState(engine)
  const landmarks = useLandmarks(language, deviceName(device))
  return (
    <div className="pg-device" data-kind={kind} data-status={status}>
      <div ref={setGlass} className="pg-glass" data-device-screen={device.deviceID}>
        <CallProvider engine={engine} messages={landmarks} {...(language && { language })}>
          <HomeScreen engine={engine} others={others} name={deviceName(device)} />
          {glass && (
            <CallKit
              container={glass}
              incoming="banner"
              people={cast.filter((person) => others.includes(person.userID))}
              nameOf={nameOf}
              sounds={hasSound ? {} : noTones}
            />
          )}
        </CallProvider>
      </div>
    </div>
  )
}

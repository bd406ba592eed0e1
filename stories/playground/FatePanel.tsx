import { CameraOff, Ear, LogOut, MicOff, MonitorSmartphone, RotateCcw, Unplug, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { nameOf } from './cast.ts'
import { useEngineState, useWorld } from './useWorld.ts'
import { answers } from './world.ts'
import type { Answer, Device, World } from './world.ts'

const answerNames: Record<Answer, string> = {
  byHand: 'rings until you answer',
  accept: 'accepts after 2 s',
  decline: 'declines after 2 s',
  busy: 'is busy',
}

/** How long the short cut is, seconds: shorter than the grace, so that the call goes on. */
const shortCut = 8

interface FatePanelProps {
  world: World
  device: Device
}

/** What can happen to the person of a phone. */
export function FatePanel({ world, device }: FatePanelProps): ReactNode {
  const { userID, deviceID } = device
  const { fates, devices } = useWorld(world)
  const isSignedIn = useEngineState(device.engine).status !== 'loggedOut'
  const fate = fates[userID]
  if (!fate) return null
  const hasLaptop = devices.some((each) => each.userID === userID && each.kind === 'laptop')
  return (
    <div role="group" aria-label={`What happens to ${nameOf(userID)}`} className="pg-fate">
      <label className="pg-answer">
        When called, {nameOf(userID)}
        <select value={fate.answer} onChange={(event) => world.setAnswer(userID, toAnswer(event.target.value))}>
          {answers.map((answer) => (
            <option key={answer} value={answer}>
              {answerNames[answer]}
            </option>
          ))}
        </select>
      </label>
      <div className="pg-chips">
        <button type="button" disabled={fate.isCut} onClick={() => world.cutFor(userID, shortCut)}>
          <WifiOff aria-hidden /> Cut 8 s
        </button>
        <Toggle isOn={fate.isCut} onChange={(isOn) => world.setCut(userID, isOn)} icon={<Unplug aria-hidden />}>
          No network
        </Toggle>
        <Toggle
          isOn={!isSignedIn}
          onChange={(isOn) => void world.setSignedIn(deviceID, !isOn).catch(() => {})}
          icon={<LogOut aria-hidden />}
        >
          Signed out
        </Toggle>
        <Toggle
          isOn={fate.hasNoCamera}
          onChange={(isOn) => world.setNoCamera(userID, isOn)}
          icon={<CameraOff aria-hidden />}
        >
          Camera denied
        </Toggle>
        <Toggle
          isOn={fate.hasNoMicrophone}
          onChange={(isOn) => world.setNoMicrophone(userID, isOn)}
          icon={<MicOff aria-hidden />}
        >
          No microphone
        </Toggle>
        <Toggle isOn={fate.isQuiet} onChange={(isOn) => world.setQuiet(userID, isOn)} icon={<Ear aria-hidden />}>
          Says nothing
        </Toggle>
        <button type="button" disabled={hasLaptop} onClick={() => world.addLaptop(userID)}>
          <MonitorSmartphone aria-hidden /> Second device
        </button>
      </div>
    </div>
  )
}

function toAnswer(value: string): Answer {
  return answers.find((answer) => answer === value) ?? 'byHand'
}

interface ToggleProps {
  isOn: boolean
  onChange: (isOn: boolean) => void
  icon?: ReactNode
  children: ReactNode
}

/** A button that stays pressed. */
export function Toggle({ isOn, onChange, icon = <RotateCcw aria-hidden />, children }: ToggleProps): ReactNode {
  return (
    <button type="button" aria-pressed={isOn} onClick={() => onChange(!isOn)}>
      {icon} {children}
    </button>
  )
}

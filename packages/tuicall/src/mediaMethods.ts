import { CallError, type DeviceKind, type DeviceState } from '@ringkit/core'
import { choice, required } from './checks.ts'
import { TUICommonDefine } from './constants.ts'
import { OWN } from './ownPicture.ts'
import type { ISwitchDeviceParams, IStartViewParam, IStopViewParam, ITRTCRenderParams } from './parameters.ts'
import { answer, type Parts } from './parts.ts'
import type { DeviceInfo } from './payloads.ts'
import { toDevice } from './translateEvent.ts'
import { elementOf } from './views.ts'

/** Every word of theirs for a kind of device. */
const kinds: Readonly<Record<string, DeviceKind>> = {
  camera: 'camera',
  video: 'camera',
  microphone: 'microphone',
  microphones: 'microphone',
  audio: 'microphone',
  speaker: 'speaker',
}

const kindOf = (word: string): DeviceKind => choice('deviceType', word, kinds)

/** How the cameras of telephones are called. */
const facing: Readonly<Record<number, RegExp>> = { 0: /front|user|facetime/i, 1: /back|rear|environment/i }

const blurs = { 0: 'none', 1: 'blur', 2: 'blur', 3: 'blur' } as const

const listOf = (kind: DeviceKind, { cameraList, microphoneList, speakerList }: DeviceState) =>
  ({ camera: cameraList, microphone: microphoneList, speaker: speakerList })[kind]

/** Pictures, sound and devices, under their names. */
export function mediaMethods({ core, own, views }: Parts) {
  return {
    /** Switches the camera on and shows it there: before the answer to oneself alone, in the call to everybody. */
    openCamera: (videoViewDomID: string | HTMLElement) => answer(() => own.open(elementOf({ videoViewDomID }))),
    /** Switches the camera off and takes the picture away. Resolves also when it is off. */
    closeCamera: () =>
      answer(async () => {
        own.close()
        const engine = core()
        if (engine.store.getState().wanted.camera) await engine.setCamera(false)
      }),
    openMicrophone: () => answer(() => core().setMicrophone(true)),
    closeMicrophone: () => answer(() => core().setMicrophone(false)),
    /** Shows somebody's picture there as soon as, and whenever, there is one. */
    startRemoteView: (params: IStartViewParam) =>
      answer(() => {
        const userID = required(params, 'userID', 'string')
        const element = elementOf(params)
        if (params.options) views.look(userID, params.options)
        views.show(userID, element, (video) => core().attach(userID, 'camera', video))
      }),
    stopRemoteView: (params: IStopViewParam) => answer(() => views.hide(required(params, 'userID', 'string'))),
    /** How a picture is shown: `objectFit` and `mirror`. */
    setVideoRenderParams: (params: ITRTCRenderParams) =>
      answer(() => {
        const { userID, ...look } = params
        const isOwn = userID === undefined || userID === core().store.getState().self?.userID
        views.look(isOwn ? OWN : userID, look)
      }),
    /** The devices of a kind. Asks for no permission; names may be empty until it was given. */
    getDeviceList: async (deviceType: string): Promise<DeviceInfo[]> => {
      const { data } = await answer(async () => listOf(kindOf(deviceType), await core().getDevices()).map(toDevice))
      return data
    },
    switchDevice: (params: ISwitchDeviceParams) =>
      answer(() =>
        core().switchDevice(kindOf(required(params, 'deviceType', 'string')), required(params, 'deviceId', 'string')),
      ),
    /** 0 front, 1 back: the first camera whose name says so. */
    switchCamera: (position: number) =>
      answer(async () => {
        const pattern = choice('cameraPosition', position, facing)
        const { cameraList } = await core().getDevices()
        const found = cameraList.find(({ label }) => pattern.test(label))
        if (!found) throw new CallError('NO_DEVICE', `No camera is named ${pattern}.`)
        await core().switchDevice('camera', found.deviceID)
      }),
    /** Checked, and without effect: each viewer gets the size that fits the picture's place on the screen. */
    setVideoQuality: (resolution: string) =>
      answer(() => void choice('profile', resolution, TUICommonDefine.VideoEncoderParams)),
    /** 0 off, 1 to 3 on: one strength. */
    setBlurBackground: (blurLevel: number | boolean) =>
      answer(() => core().setBackground({ kind: choice('blurLevel', Number(blurLevel), blurs) })),
    /** The address of an image; empty: off. */
    setVirtualBackground: (imagePath: string) =>
      answer(() =>
        core().setBackground(
          imagePath ? { kind: 'image', url: required({ imagePath }, 'imagePath', 'string') } : { kind: 'none' },
        ),
      ),
    /** The browser's noise suppression. */
    enableAIVoice: (enable: boolean) => answer(() => core().setNoiseSuppression(enable)),
  }
}

import type { DeviceState, Media, MediaFactory } from './media.ts'

const noDevices: DeviceState = {
  cameraList: [],
  microphoneList: [],
  speakerList: [],
  currentCameraID: '',
  currentMicrophoneID: '',
  currentSpeakerID: '',
}

/**
 * Calls without picture and sound, for bots and tests in Node: it is in the room at once and has no tracks. `setCamera` and
 * the like resolve; no ERROR and no device event comes of it (contract §3).
 *
 * @example
 * const bot = createCallEngine({ url, token, media: noMedia() })
 */
export function noMedia(): MediaFactory {
  return (): Media => ({
    hasRoom: false,
    onFact: () => () => {},
    preload: async () => {},
    connect: async () => {},
    warm: async () => {},
    open: async () => {},
    setMembers: () => {},
    disconnect: async () => {},
    setCamera: async () => {},
    setMicrophone: async () => {},
    setScreenShare: async () => {},
    switchDevice: async () => {},
    getDevices: async () => noDevices,
    attach: () => () => {},
    onVolume: () => () => {},
    onMutedVolume: () => () => {},
    startAudio: async () => {},
    preview: async () => ({ attach: () => () => {}, onVolume: () => () => {}, stop: () => {} }),
    setNoiseSuppression: async () => {},
    setBackground: async () => {},
    checkRoom: async () => ({ canConnect: true }),
    destroy: async () => {},
  })
}

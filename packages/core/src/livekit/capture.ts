import {
  createLocalScreenTracks,
  createLocalTracks,
  type AudioCaptureOptions,
  type CreateLocalTracksOptions,
  type LocalAudioTrack,
  type LocalTrack,
  type VideoCaptureOptions,
} from 'livekit-client'
import { CallError } from '../protocol/errors.ts'
import { deviceError } from './mediaErrors.ts'
import type { Preferences } from './preferences.ts'
import { prepared } from './prepared.ts'
import { putProcessors, withoutProcessor } from './processors.ts'
import { sourceTrack } from './sourceTrack.ts'

/** Capture settings an app may want to change; the device and noise suppression come from the preferences. */
export interface CaptureDefaults {
  audio?: AudioCaptureOptions | undefined
  video?: VideoCaptureOptions | undefined
}

/** What is to be turned on, in one prompt. */
export interface CaptureWish {
  camera: boolean
  microphone: boolean
}

/**
 * Turns on camera, microphone or both, with the processors that the app asks for. A chosen device that is gone is replaced by
 * any other of its kind. Rejects with PERMISSION_DENIED, NO_DEVICE, DEVICE_IN_USE or MEDIA_FAILED; then nothing is on. An
 * abort turns off at once what is on and being prepared.
 */
export function captureDevices(
  wish: CaptureWish,
  preferences: Preferences,
  defaults: CaptureDefaults,
  signal: AbortSignal,
): Promise<LocalTrack[]> {
  return prepared(capture(wish, preferences, defaults), signal, (tracks) => putProcessors(tracks, defaults))
}

async function capture(wish: CaptureWish, preferences: Preferences, defaults: CaptureDefaults): Promise<LocalTrack[]> {
  assertCapable()
  const { camera, microphone } = preferences.deviceIDs
  const hasChoice = (wish.camera && camera !== '') || (wish.microphone && microphone !== '')
  try {
    return await createLocalTracks(trackOptions(wish, preferences, defaults))
  } catch (cause) {
    const error = deviceError(cause)
    // Only a device that is gone is worth a second try; after a refusal it would prompt again.
    if (!hasChoice || error.code !== 'NO_DEVICE') throw error
  }
  try {
    return await createLocalTracks(trackOptions(wish, { ...preferences, deviceIDs: anyDevice }, defaults))
  } catch (cause) {
    throw deviceError(cause)
  }
}

/** Asks which screen, window or tab to share; its sound comes along where the browser has it. A dismissed picker rejects with PERMISSION_DENIED. */
export async function captureScreen(): Promise<LocalTrack[]> {
  assertCapable()
  try {
    return await createLocalScreenTracks({ audio: true })
  } catch (cause) {
    throw deviceError(cause)
  }
}

/**
 * Captures a running microphone anew, by the preferences of now: Chromium ignores such a change on a running track. Rejects
 * as `captureDevices` does.
 */
export async function captureAgain(
  microphone: LocalAudioTrack,
  preferences: Preferences,
  defaults: CaptureDefaults,
): Promise<void> {
  const { deviceId } = sourceTrack(microphone).getSettings()
  const constraints = {
    autoGainControl: true,
    echoCancellation: true,
    ...withoutProcessor(defaults.audio),
    ...noiseConstraints(preferences),
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
  }
  try {
    await microphone.restartTrack(constraints)
  } catch (cause) {
    throw deviceError(cause)
  }
}

/** Voice isolation is the stronger sister of noise suppression: who wants the room to be heard wants neither. */
function noiseConstraints({
  hasNoiseSuppression,
}: Preferences): Pick<AudioCaptureOptions, 'noiseSuppression' | 'voiceIsolation'> {
  return { noiseSuppression: hasNoiseSuppression, voiceIsolation: hasNoiseSuppression }
}

const anyDevice = { camera: '', microphone: '', speaker: '' }

function trackOptions(
  wish: CaptureWish,
  preferences: Preferences,
  defaults: CaptureDefaults,
): CreateLocalTracksOptions {
  const { camera, microphone } = preferences.deviceIDs
  return {
    audio: wish.microphone && {
      ...withoutProcessor(defaults.audio),
      ...noiseConstraints(preferences),
      ...exactly(microphone),
    },
    video: wish.camera && { ...withoutProcessor(defaults.video), ...exactly(camera) },
  }
}

function exactly(deviceID: string): { deviceId?: { exact: string } } {
  return deviceID === '' ? {} : { deviceId: { exact: deviceID } }
}

function assertCapable(): void {
  // Absent on pages that are neither https nor localhost, and outside browsers.
  if (typeof navigator !== 'undefined' && navigator.mediaDevices) return
  throw new CallError(
    'PERMISSION_DENIED',
    'Browsers give camera, microphone and screen to https pages and localhost only.',
  )
}

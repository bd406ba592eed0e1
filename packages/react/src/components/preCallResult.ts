import type { CheckedDevice, NetworkCheckStatus } from '../hooks/index.ts'

/** How a check came out. `blocked`: the call server is reached, picture and sound are not. */
export type PreCallStatus = 'loading' | 'ok' | 'poor' | 'denied' | 'noDevice' | 'inUse' | 'blocked' | 'failed'

/** What `PreCall` has found. */
export interface PreCallResult {
  /** Absent where no camera was asked for. */
  camera?: PreCallStatus
  microphone: PreCallStatus
  speaker: PreCallStatus
  network: PreCallStatus
}

/** Pure: the word for the check of a camera or microphone. */
export function deviceStatus({ status, error }: CheckedDevice): PreCallStatus {
  if (status !== 'failed') return status === 'on' ? 'ok' : 'loading'
  if (error?.code === 'PERMISSION_DENIED') return 'denied'
  if (error?.code === 'NO_DEVICE') return 'noDevice'
  return error?.code === 'DEVICE_IN_USE' ? 'inUse' : 'failed'
}

/** Pure: the word for the check of the network. */
export function networkStatus(status: NetworkCheckStatus): PreCallStatus {
  return status === 'checking' ? 'loading' : status
}

/** Is nothing left to wait for? */
export function isReady(result: PreCallResult): boolean {
  return !Object.values(result).includes('loading')
}

/** Is nothing wrong, so far? */
export function isWell(result: PreCallResult): boolean {
  return Object.values(result).every((status) => status === 'ok' || status === 'loading')
}

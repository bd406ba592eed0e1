export { configure, TUICallEngine } from './TUICallEngine.ts'
export { createTUICallEngine } from './createTUICallEngine.ts'
export { errorCodes, parameterCodes, TUICallError } from './errorCodes.ts'
export {
  ACTION_TYPE,
  BUSINESS_ID,
  CALL_EXPERMENTEL_API_TYPE,
  CALL_ROLE,
  CALL_STATUS,
  CALL_TYPE,
  CallEndReason,
  CMD_TYPE,
  CMD_TYPE_LIST,
  DEVICE_TYPE,
  DEVICEID_TYPE,
  LOG_LEVEL,
  MODE_TYPE,
  TUICallCameraPosition,
  TUICallEvent,
  TUICallType,
  TUICommonDefine,
  VALID_VIDEO_PROFILE_LIST,
} from './constants.ts'
export type { Listening, TUICallEngineInstance } from './createTUICallEngine.ts'
export type { Answer } from './parts.ts'
export type { CallContext, CanceledPayload, DeviceInfo, InvitedPayload, TUICallEventPayloads } from './payloads.ts'
export type { Profile } from './profileMethods.ts'
export type { TUICallEngineStatic } from './TUICallEngine.ts'
export type * from './parameters.ts'

export { createCallEngine } from './createCallEngine.ts'
export { livekitMedia } from './livekitMedia.ts'
export { noMedia } from './ports/noMedia.ts'
export { CallError, callErrorSentences, isCallErrorCode } from './protocol/errors.ts'
export { CallEvent } from './protocol/events.ts'
export { loggedOut } from './engine/callState.ts'
export type { LivekitMediaOptions } from './livekit/livekitMediaOptions.ts'
export type {
  AcceptOptions,
  CallEngine,
  CallEngineOptions,
  CallOptions,
  JoinOptions,
  NetworkCheck,
} from './engine/callEngine.ts'
export type { Call, CallState, CallStatus, Effects, Member, Self, Wanted } from './engine/callState.ts'
export type {
  Background,
  DeviceKind,
  DeviceState,
  Media,
  MediaAccess,
  MediaFact,
  MediaFactory,
  PictureSource,
  Preview,
  PreviewOptions,
  RoomCheck,
  TrackSource,
} from './ports/media.ts'
export type { Connection, ConnectionHandlers, Signalling, SignallingFactory } from './ports/signalling.ts'
export type { MemberStatus } from './protocol/call.ts'
export type { CallErrorCode } from './protocol/errors.ts'
export type {
  CallEventOf,
  CallEventPayloads,
  CallKind,
  CallRole,
  CallType,
  Device,
  EndReason,
  NetworkQuality,
  NotConnectedReason,
} from './protocol/events.ts'
export type { CallSummary } from './protocol/messages.ts'

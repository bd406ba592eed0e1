/**
 * What their declaration lets an app write, ours takes too. Checked by `npm run types`; nothing of their package runs.
 *
 * Left out on purpose: `createInstance` returns `any` there, so whatever is done with its value compiles; here it is typed. And
 * `getDeviceList` promises an empty tuple there.
 */
import type * as Theirs from 'tuicall-engine-webrtc'
import type * as Ours from './index.ts'

/** Compiles only for `true`. */
type Is<T extends true> = T
/** Is `A` usable where `B` is expected? */
type Fits<A, B> = [A] extends [B] ? true : false

type TheirEngine = typeof Theirs.TUICallEngine
type OurEngine = typeof Ours.TUICallEngine
type Method = keyof TheirEngine

/** The values of an enum or of a const object. */
type Literal<T> = T extends string ? `${T}` : T extends number ? `${T}` : never

/** What they export as a value. `default` is how TypeScript shows a CommonJS module; their package has none. */
type Value = Exclude<keyof typeof Theirs, 'default' | 'module.exports'>

/** Every name that they export as a value, we export as a value. */
export type EveryValue = Is<Fits<Value, keyof typeof Ours>>

/** Every method is there, and takes what theirs takes. */
type Unfit = {
  [M in Method]: Parameters<TheirEngine[M]> extends Parameters<OurEngine[M]> ? never : M
}[Method]
export type EveryMethod = Is<Fits<Unfit, never>>

/** What theirs resolves with can be used as before. */
type Result<T> = T extends (...args: never) => infer R ? Awaited<R> : never
type Worse = {
  [M in Exclude<Method, 'getDeviceList'>]: Fits<Result<OurEngine[M]>, Result<TheirEngine[M]>> extends true
    ? never
    : Result<TheirEngine[M]> extends void
      ? never
      : M
}[Exclude<Method, 'getDeviceList'>]
export type EveryResult = Is<Fits<Worse, never>>

type Constant = Exclude<Value & keyof typeof Ours, 'TUICallEngine'>
/** The keys of a constant of theirs that ours has not, or not with the same value. */
type Wrong<T, O> = T extends readonly string[]
  ? Fits<O, T> extends true
    ? never
    : 'a list'
  : {
      [Key in keyof T]: Key extends keyof O ? (Fits<Literal<O[Key]>, Literal<T[Key]>> extends true ? never : Key) : Key
    }[keyof T]

/** Every constant has every key of theirs, with the same value. */
type WrongKeys = { [K in Constant]: Wrong<(typeof Theirs)[K], (typeof Ours)[K]> }[Constant]
export type EveryConstant = Is<Fits<WrongKeys, never>>

/** What an app holds in a variable of their interface goes where ours is taken. */
export type EveryParameter = [
  Is<Fits<Theirs.ITRTCCallingOptions, Ours.ITRTCCallingOptions>>,
  Is<Fits<Theirs.ILoginParams, Ours.ILoginParams>>,
  Is<Fits<Theirs.ICallParam, Ours.ICallParam>>,
  Is<Fits<Theirs.IGroupCallParam, Ours.IGroupCallParam>>,
  Is<Fits<Theirs.IInviteUserParam, Ours.IInviteUserParam>>,
  Is<Fits<Theirs.IJoinInGroupCallParam, Ours.IJoinInGroupCallParam>>,
  Is<Fits<Theirs.IStartViewParam, Ours.IStartViewParam>>,
  Is<Fits<Theirs.IStopViewParam, Ours.IStopViewParam>>,
  Is<Fits<Theirs.ISwitchDeviceParams, Ours.ISwitchDeviceParams>>,
  Is<Fits<Theirs.ISelfInfoParams, Ours.ISelfInfoParams>>,
  Is<Fits<Theirs.ITRTCRenderParams, Ours.ITRTCRenderParams>>,
  Is<Fits<Theirs.IPlayVideoOptions, Ours.IPlayVideoOptions>>,
  Is<Fits<Theirs.OfflinePushInfo, Ours.OfflinePushInfo>>,
]

/** Names of the shapes that no method takes: they can be imported. */
export type Inner = [
  Ours.IOnCallEndData,
  Ours.IGenerateCallEndDataParams,
  Ours.ITRTCClientOptions,
  Ours.IStopVideoParams,
  Ours.IPlayVideoParams,
  Ours.IHangupParams,
  Ours.ITSignalClientOptions,
  Ours.IInviteeAcceptedParams,
  Ours.IInvitationReceivedParams,
  Ours.IInviteeRejectedParams,
  Ours.IInvitationCancelledParams,
  Ours.InvitationTimeoutParams,
  Ours.IInviteParams,
  Ours.IInviteInGroupParams,
  Ours.IAcceptParams,
  Ours.IRejectParams,
  Ours.ICancelParams,
  Ours.ISwitchParams,
]

/** Code as their page has it. */
export async function asOnTheirPage(engine: OurEngine, theirs: Theirs.ICallParam): Promise<void> {
  const { TUICallEvent, TUICallType } = await import('./index.ts')
  const tuiCallEngine = engine.createInstance({ SDKAppID: 0, tim: {} })
  const listener = function (event: { sponsor: string; userIDList: string[]; inviteData: { callType: number } }) {
    return [event.sponsor, event.userIDList.length, event.inviteData.callType]
  }
  tuiCallEngine.on(TUICallEvent.INVITED, listener, {})
  tuiCallEngine.on('onInvited', (event: unknown) => event)
  tuiCallEngine.on('anything', () => undefined)
  tuiCallEngine.off(TUICallEvent.INVITED, listener, {})
  const type: number = TUICallType.VIDEO_CALL
  await tuiCallEngine.call({ ...theirs, type })
  const promise: Promise<unknown> = tuiCallEngine.accept()
  await promise
  await tuiCallEngine.openCamera(document.createElement('div'))
}

import { CallError } from '@ringkit/core'
import { required } from './checks.ts'
import { TUICallError } from './errorCodes.ts'
import type { ILoginParams, ISelfInfoParams } from './parameters.ts'
import { answer, type Parts } from './parts.ts'

/** A person as their chat SDK tells it. */
export interface Profile {
  userID: string
  nick: string
  avatar: string
}

/** Signing in and out, names and pictures, under their names. */
export function profileMethods(parts: Parts) {
  const { core, options } = parts
  /** What was set here and the server does not know before the next login. */
  let own: ISelfInfoParams = {}

  function profileOf(userID: string): Profile {
    const { self, members } = core().store.getState()
    const isSelf = userID === self?.userID
    const known = isSelf ? self : members[userID]
    const changed = isSelf ? own : {}
    return { userID, nick: changed.nickName ?? known?.name ?? '', avatar: changed.avatar ?? known?.avatarURL ?? '' }
  }

  function signedIn(): string {
    const { self } = core().store.getState()
    if (!self) throw new CallError('NOT_LOGGED_IN')
    return self.userID
  }

  const chat = {
    getMyProfile: () => answer(() => profileOf(signedIn())),
    /** Of those in the call; nick and avatar of anybody else are empty. */
    getUserProfile: (params: { userIDList: string[] }) =>
      answer(() => {
        signedIn()
        return required(params, 'userIDList', 'string[]').map(profileOf)
      }),
  }

  async function login(params: ILoginParams): Promise<void> {
    const userID = required(params, 'userID', 'string')
    required(params, 'userSig', 'string')
    if (parts.login && parts.login.userID !== userID) await logout()
    parts.login = params
    await core().login()
    const { self } = core().store.getState()
    if (!self || self.userID === userID) return
    await logout()
    throw TUICallError.parameter('range', `userID: the call server knows this userSig as "${self.userID}".`)
  }

  async function logout(): Promise<void> {
    parts.own.close()
    parts.views.clear()
    own = {}
    parts.login = undefined
    await core().logout()
  }

  return {
    /** The few calls of their chat SDK that their kits make. */
    tim: chat,
    getTim: () => chat,
    /** Resolves once SDK_READY has been told. `userSig` goes to the call server's `authenticate`. */
    login: (params: ILoginParams) => answer(() => login(params)),
    init: (params: ILoginParams) => answer(() => login(params)),
    /** Hangs up if in a call, and signs out. */
    logout: () => answer(logout),
    /** By `saveSelfInfo` of the options; rejects without it. Others see it from the next login on. */
    setSelfInfo: (params: ISelfInfoParams) =>
      answer(async () => {
        signedIn()
        if (!options.saveSelfInfo) {
          throw new CallError('NOT_ALLOWED', 'To set names here, pass `saveSelfInfo`.')
        }
        await options.saveSelfInfo(params)
        own = { ...own, ...params }
      }),
  }
}

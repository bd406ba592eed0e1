/** `@ringkit/server`: runs calls. */
export { memoryStore, type Action, type CallStore } from '@ringkit/core/protocol'
export { createCallServer, type CallServer, type ListenAddress } from './createCallServer.ts'
export type { CallInfo, CallInfoMember } from './callInfo.ts'
export type { CallServerOptions, Identity, LiveKitAccess, RateLimits } from './options.ts'
export { redisStore, type RedisStore, type RedisStoreOptions } from './redisStore.ts'

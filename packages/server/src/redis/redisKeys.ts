/**
 * Every key of a deployment. All have one hash tag: a step touches a call and the places of many people at once, and Redis
 * Cluster does that within one slot only.
 */
export function redisKeys(prefix: string) {
  const tag = `{${prefix}}`
  return {
    /** Hash: `v` version, `d` document, `n` the newest commits. */
    call: (callID: string) => `${tag}:call:${callID}`,
    /** Hash: `in` the one call a user is active in, `m:<callID>` each call going on that the user is or was in. */
    user: (userID: string) => `${tag}:user:${userID}`,
    /** Set of the calls going on in a group. */
    group: (groupID: string) => `${tag}:group:${groupID}`,
    /** What a command led to. */
    result: (userID: string, commandID: string) => `${tag}:result:${JSON.stringify([userID, commandID])}`,
    /** Hash by deviceID: where each signed-in device of a user is connected. */
    devices: (userID: string) => `${tag}:devices:${userID}`,
    /** Hash: which devices may come back by themselves after a kick, and what the others are told. */
    admission: (userID: string) => `${tag}:admission:${userID}`,
    /** Set of the devices that a node holds. */
    held: (nodeID: string) => `${tag}:held:${nodeID}`,
    profile: (userID: string) => `${tag}:profile:${userID}`,
    limit: (name: string) => `${tag}:limit:${name}`,
    /** Sorted set: calls by their next deadline or grace, epoch ms. */
    due: `${tag}:due`,
    /** Sorted set: calls that are over, by when, of which the app and LiveKit are yet to be told. */
    ended: `${tag}:ended`,
    /** Stream: which calls and logins changed. */
    log: `${tag}:log`,
    /** Sorted set: nodes by their last sign of life, epoch ms. */
    nodes: `${tag}:nodes`,
    /** Hash: when any node last showed a sign of life, and since when that is so without a gap. */
    pulse: `${tag}:pulse`,
    /** The newest number of a login or a kick, so that two of one device have an order. */
    order: `${tag}:order`,
    /** Whose LiveKit rooms are ours. */
    installation: `${tag}:installation`,
    /** The node that sees to rooms without a call, for a few seconds. */
    tidying: `${tag}:tidying`,
    /** Stands where a step needs no such key. */
    none: `${tag}:none`,
  }
}

export type RedisKeys = ReturnType<typeof redisKeys>

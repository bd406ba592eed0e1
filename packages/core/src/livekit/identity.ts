/**
 * The userID behind a LiveKit identity. An identity is `<device tag>:<userID>`, unique per device because a second join under
 * one identity throws the first out; the tag has no colon, the userID may have some.
 */
export function userIDOfIdentity(identity: string): string {
  return identity.slice(identity.indexOf(':') + 1)
}

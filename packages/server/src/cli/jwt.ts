import { jwtVerify, SignJWT } from 'jose'
import type { Identity } from '../options.ts'

/** The one algorithm taken: a token that names another one, `none` above all, is refused. */
const ALGORITHM = 'HS256'

/** Signs who somebody is, for `hours`. */
export function signIdentity({ userID, name }: Identity, secret: Uint8Array, hours: number): Promise<string> {
  return new SignJWT(name === undefined ? {} : { name })
    .setProtectedHeader({ alg: ALGORITHM })
    .setSubject(userID)
    .setIssuedAt()
    .setExpirationTime(`${hours}h`)
    .sign(secret)
}

/** The person behind the claims `sub`, `name` and `picture`. */
export function identityOfClaims(claims: { sub?: string; name?: unknown; picture?: unknown }): Identity {
  const { sub = '', name, picture } = claims
  return {
    userID: sub,
    ...(typeof name === 'string' && { name }),
    ...(typeof picture === 'string' && { avatarURL: picture }),
  }
}

/**
 * Reads who somebody is off a token signed with the secret.
 *
 * @throws when the signature is another's, or the token has expired or has no expiry
 */
export async function verifyIdentity(token: string, secret: Uint8Array): Promise<Identity> {
  const { payload } = await jwtVerify(token, secret, { algorithms: [ALGORITHM], requiredClaims: ['sub', 'exp'] })
  return identityOfClaims(payload)
}

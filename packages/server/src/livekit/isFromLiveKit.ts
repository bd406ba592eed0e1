import { TokenVerifier } from 'livekit-server-sdk'
import type { LiveKitAccess } from '../options.ts'
import { CLOCK_TOLERANCE } from './webhook.ts'

/**
 * Tells from the header alone whether LiveKit has signed a post. Asked before the body is read: a stranger's costs no memory.
 * The signature of the body itself is checked with the body.
 */
export function isFromLiveKit({ apiKey, apiSecret }: LiveKitAccess) {
  const verifier = new TokenVerifier(apiKey, apiSecret)
  return (authorization: string | undefined): Promise<boolean> =>
    verifier.verify(authorization ?? '', CLOCK_TOLERANCE).then(
      () => true,
      () => false,
    )
}

import { createRemoteJWKSet, jwtVerify } from 'jose'
import type { CallServerOptions, Identity, LiveKitAccess } from '../options.ts'
import { redisStore } from '../redisStore.ts'
import { identityOfClaims, verifyIdentity } from './jwt.ts'

/** The shortest secret for HS256: as long as its hash. Bytes. */
const SECRET_BYTES = 32

/** What `ringkit serve` needs is missing or unusable; the message names every variable. */
export class BadEnvironment extends Error {
  override readonly name = 'BadEnvironment'
}

/** The variables of `ringkit serve`, each with what it is. */
export const variables = {
  RINGKIT_LIVEKIT_URL: 'address of the LiveKit server, wss://…',
  RINGKIT_LIVEKIT_API_KEY: 'its API key',
  RINGKIT_LIVEKIT_API_SECRET: 'its API secret',
  RINGKIT_AUTH_SECRET: `HS256 secret of your user tokens, at least ${SECRET_BYTES} bytes (or RINGKIT_JWKS_URL)`,
  RINGKIT_JWKS_URL: 'where the public keys of your user tokens are (instead of RINGKIT_AUTH_SECRET)',
  RINGKIT_ISSUER: 'issuer the tokens must name; with RINGKIT_JWKS_URL advisable',
  RINGKIT_AUDIENCE: 'audience the tokens must name',
  RINGKIT_ORIGINS: 'origins of your pages, separated by commas; default: the server’s own and localhost',
  RINGKIT_SESSIONS: 'multiple (default) or single',
  RINGKIT_RING_TIMEOUT: 'seconds, default 30',
  RINGKIT_RECONNECT_GRACE: 'seconds, default 10',
  RINGKIT_MAX_MEMBERS: 'default 100',
  RINGKIT_REDIS_URL: 'redis:// or rediss:// address, for several nodes; default: calls live in this process',
  RINGKIT_REDIS_PREFIX: 'begins every key, default ringkit',
  RINGKIT_LOG_LEVEL: 'default info',
  PORT: 'default 4000',
  HOST: 'default all addresses',
} as const

type Variable = keyof typeof variables
type Environment = { [name: string]: string | undefined }

function authenticateBy(env: Environment): (token: string) => Promise<Identity> {
  const given = (name: Variable) => env[name] || undefined
  const jwks = given('RINGKIT_JWKS_URL')
  if (jwks === undefined) {
    const secret = new TextEncoder().encode(given('RINGKIT_AUTH_SECRET') ?? '')
    return (token) => verifyIdentity(token, secret)
  }
  const keys = createRemoteJWKSet(new URL(jwks))
  const issuer = given('RINGKIT_ISSUER')
  const audience = given('RINGKIT_AUDIENCE')
  return async (token) => {
    // Public keys only: a token "signed" with one of them as a shared secret is refused.
    const algorithms = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519']
    const more = { ...(issuer !== undefined && { issuer }), ...(audience !== undefined && { audience }) }
    const { payload } = await jwtVerify(token, keys, { algorithms, requiredClaims: ['sub', 'exp'], ...more })
    return identityOfClaims(payload)
  }
}

function liveKitFrom(env: Environment): LiveKitAccess {
  return {
    url: env.RINGKIT_LIVEKIT_URL ?? '',
    apiKey: env.RINGKIT_LIVEKIT_API_KEY ?? '',
    apiSecret: env.RINGKIT_LIVEKIT_API_SECRET ?? '',
  }
}

const redisOptions = (url: string, { RINGKIT_REDIS_PREFIX: prefix }: Environment) => ({
  url,
  ...(prefix && { prefix }),
})

function faultsOf(env: Environment): string[] {
  const needed: Variable[] = ['RINGKIT_LIVEKIT_URL', 'RINGKIT_LIVEKIT_API_KEY', 'RINGKIT_LIVEKIT_API_SECRET']
  const faults = needed.filter((name) => !env[name]).map((name) => `${name} is not set: ${variables[name]}`)
  if (env.RINGKIT_JWKS_URL) {
    if (!URL.canParse(env.RINGKIT_JWKS_URL)) faults.push('RINGKIT_JWKS_URL is no address')
  } else if (!env.RINGKIT_AUTH_SECRET) {
    faults.push(`RINGKIT_AUTH_SECRET is not set: ${variables.RINGKIT_AUTH_SECRET}`)
  } else if (Buffer.byteLength(env.RINGKIT_AUTH_SECRET) < SECRET_BYTES) {
    faults.push(`RINGKIT_AUTH_SECRET is too short: ${variables.RINGKIT_AUTH_SECRET}`)
  }
  for (const name of ['PORT', 'RINGKIT_RING_TIMEOUT', 'RINGKIT_RECONNECT_GRACE', 'RINGKIT_MAX_MEMBERS'] as const) {
    if (env[name] && !Number.isFinite(Number(env[name]))) faults.push(`${name} must be a number`)
  }
  if (env.RINGKIT_REDIS_URL && !/^rediss?:\/\/\S+$/.test(env.RINGKIT_REDIS_URL))
    faults.push('RINGKIT_REDIS_URL must be a redis:// or rediss:// address')
  if (env.RINGKIT_SESSIONS && !['multiple', 'single'].includes(env.RINGKIT_SESSIONS))
    faults.push('RINGKIT_SESSIONS must be multiple or single')
  return faults
}

/**
 * What the environment asks of a production server.
 *
 * @throws BadEnvironment that names everything that is missing: no server starts without its secrets
 */
export function serveOptions(env: Environment): { options: CallServerOptions; port: number; host?: string } {
  const faults = faultsOf(env)
  if (faults.length > 0)
    throw new BadEnvironment(['ringkit serve cannot start:', ...faults.map((fault) => `  - ${fault}`)].join('\n'))
  const number = (name: Variable) => (env[name] ? Number(env[name]) : undefined)
  const ringTimeout = number('RINGKIT_RING_TIMEOUT')
  const reconnectGrace = number('RINGKIT_RECONNECT_GRACE')
  const maxMembers = number('RINGKIT_MAX_MEMBERS')
  const options: CallServerOptions = {
    authenticate: authenticateBy(env),
    livekit: liveKitFrom(env),
    logLevel: env.RINGKIT_LOG_LEVEL || 'info',
    sessions: env.RINGKIT_SESSIONS === 'single' ? 'single' : 'multiple',
    ...(env.RINGKIT_REDIS_URL && { store: redisStore(redisOptions(env.RINGKIT_REDIS_URL, env)) }),
    ...(env.RINGKIT_ORIGINS && { origins: env.RINGKIT_ORIGINS.split(',').map((origin) => origin.trim()) }),
    ...(ringTimeout !== undefined && { ringTimeout }),
    ...(reconnectGrace !== undefined && { reconnectGrace }),
    ...(maxMembers !== undefined && { maxMembers }),
  }
  return { options, port: number('PORT') ?? 4000, ...(env.HOST && { host: env.HOST }) }
}

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'yaml'
import * as v from 'valibot'

/** Where what is deployed is. */
export const deployDirectory = resolve(import.meta.dirname, '../../deploy')

const Service = v.object({
  image: v.string(),
  command: v.optional(v.string()),
  environment: v.optional(v.record(v.string(), v.string()), {}),
  volumes: v.optional(v.array(v.string()), []),
  ports: v.optional(v.array(v.string()), []),
  depends_on: v.optional(v.unknown()),
  networks: v.optional(v.object({ default: v.object({ aliases: v.array(v.string()) }) })),
})
export type Service = v.InferOutput<typeof Service>

const ComposeFile = v.object({ services: v.record(v.string(), Service) })

/** What a person fills in: `.env.example`, with `secret` where it is left empty. */
export function exampleEnvironment(secret: string): Record<string, string> {
  const lines = readFileSync(join(deployDirectory, '.env.example'), 'utf8').split('\n')
  const pairs = lines.flatMap((line) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? []
    return name === undefined ? [] : [[name, value || secret] as const]
  })
  return Object.fromEntries(pairs)
}

/** Puts the environment in, as compose does: `${NAME}`, `${NAME:-default}`, `${NAME:?why it is needed}`. */
function interpolate(text: string, env: Record<string, string>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_all, name: string, kind?: string, rest = '') => {
    const value = env[name]
    if (value) return value
    if (kind === '-') return rest
    throw new Error(`${name} is not in .env.example: ${rest}`)
  })
}

/** The services of `deploy/docker-compose.yml` with that environment. */
export function readCompose(env: Record<string, string>): Record<string, Service> {
  const text = interpolate(readFileSync(join(deployDirectory, 'docker-compose.yml'), 'utf8'), env)
  return v.parse(ComposeFile, parse(text, { merge: true })).services
}

/** The file of the repository that a service finds at this path. */
export function mountedFile(service: Service, path: string): string {
  const [source] = service.volumes.map((volume) => volume.split(':')).find(([, target]) => target === path) ?? []
  if (source === undefined) throw new Error(`nothing is mounted at ${path}`)
  return readFileSync(join(deployDirectory, source), 'utf8')
}

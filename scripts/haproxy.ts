import { findDebianProgram, type DebianContext } from './debianProgram.ts'

const haproxy = { title: 'HAProxy', command: 'haproxy', package: 'haproxy', variable: 'HAPROXY_PATH' }

/** Finds a load balancer for the tests, as {@link findDebianProgram} does. Debian puts it where only root's PATH leads. */
export const findHAProxy = (options: Partial<DebianContext> = {}): Promise<string> =>
  findDebianProgram(haproxy, { env: { ...process.env, PATH: `${process.env.PATH ?? ''}:/usr/sbin` }, ...options })

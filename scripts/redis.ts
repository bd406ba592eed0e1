import { findDebianProgram, type DebianContext } from './debianProgram.ts'

/** What the search for a Redis server depends on. */
export type RedisContext = DebianContext

const redis = { title: 'Redis', command: 'redis-server', package: 'redis-server', variable: 'REDIS_SERVER_PATH' }

/** Finds a Redis server for the tests, as {@link findDebianProgram} does. */
export const findRedis = (options: Partial<RedisContext> = {}): Promise<string> => findDebianProgram(redis, options)

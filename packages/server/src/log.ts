import { pino, type Logger } from 'pino'
import type { CallServerOptions } from './options.ts'

/** Where a secret could slip into a log line. */
const secrets = ['token', '*.token', 'authorization', '*.authorization', 'apiSecret', '*.apiSecret']

/** The app's own logger, or pino to standard output at `logLevel` (default `info`). */
export function createLog({ logger, logLevel = 'info' }: Pick<CallServerOptions, 'logger' | 'logLevel'>): Logger {
  return logger ?? pino({ name: 'ringkit', level: logLevel, redact: { paths: secrets, censor: '[hidden]' } })
}

import { randomBytes } from 'node:crypto'

/** 128 random bits as 32 hex digits: of a call, an epoch, a room. Nobody guesses one. */
export const newID = (): string => randomBytes(16).toString('hex')

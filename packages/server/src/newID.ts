import { randomBytes } from 'node:crypto'

const ID_BYTES = 16
/** Drawing costs a call of the system each time: chance is drawn for so many at once. */
const DRAWN = 256

let drawn = Buffer.alloc(0)
let used = 0

/** 128 random bits as 32 hex digits: of a call, an epoch, a room. Nobody guesses one. */
export function newID(): string {
  if (used === drawn.length) {
    drawn = randomBytes(DRAWN * ID_BYTES)
    used = 0
  }
  used += ID_BYTES
  return drawn.toString('hex', used - ID_BYTES, used)
}

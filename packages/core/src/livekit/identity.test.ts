import { expect, test } from 'vitest'
import { userIDOfIdentity } from './identity.ts'

test.each([
  ['d1:ann', 'ann'],
  ['d1:urn:user:7', 'urn:user:7'],
  ['d1:', ''],
  ['ann', 'ann'],
])('%s belongs to %s', (identity, userID) => {
  expect(userIDOfIdentity(identity)).toBe(userID)
})

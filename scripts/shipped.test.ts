import { expect, test } from 'vitest'
import { isShipped } from './shipped.ts'

test.each([
  ['src/protocol/diff.ts', true],
  ['src/components/VideoTile.tsx', true],
  ['src/components/latest.ts', true],
  ['src/protocol/diff.test.ts', false],
  ['src/protocol/diff.property.test.ts', false],
  ['src/hooks/useCall.test.tsx', false],
  ['src/service/callStore.conformance.ts', false],
  ['src/testing/fakeSocket.ts', false],
  ['testing/fakeSocket.ts', false],
])('%s: shipped %s', (path, shipped) => expect(isShipped(path)).toBe(shipped))

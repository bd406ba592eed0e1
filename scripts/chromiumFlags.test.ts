import { expect, test } from 'vitest'
import { chromiumFlags } from './chromiumFlags.ts'

test('each flag is given once', () => expect(new Set(chromiumFlags).size).toBe(chromiumFlags.length))

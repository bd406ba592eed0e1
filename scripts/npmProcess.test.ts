import { expect, test } from 'vitest'
import { parentAndName } from './npmProcess.ts'

test.each([
  ['  812 sh\n', [812, 'sh']],
  ['1 /bin/zsh\n', [1, 'zsh']],
  ['77 -bash', [77, 'bash']],
  ['5 npm start', [5, 'npm']],
  ['', undefined],
])('%j is read as %j', (line, expected) => expect(parentAndName(line)).toEqual(expected))

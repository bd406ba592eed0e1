import { expect, test } from 'vitest'
import { createAdmissions } from './admissions.ts'

test('with multiple logins everybody may come back, until a kick; then who logs in again', () => {
  const admissions = createAdmissions('multiple')
  admissions.login('ann', 'one')
  admissions.login('ann', 'two')
  expect(admissions.whyNot('ann', 'one')).toBeUndefined()
  expect(admissions.whyNot('ann', 'three')).toBeUndefined()
  admissions.removeAll('ann')
  expect(admissions.whyNot('ann', 'one')).toBe('removed')
  admissions.login('ann', 'two')
  expect(admissions.whyNot('ann', 'one')).toBe('removed')
  expect(admissions.whyNot('ann', 'two')).toBeUndefined()
  expect(admissions.whyNot('bob', 'one')).toBeUndefined()
})

test('with a single login the newest one alone may come back', () => {
  const admissions = createAdmissions('single')
  expect(admissions.whyNot('ann', 'one')).toBeUndefined()
  admissions.login('ann', 'one')
  admissions.login('ann', 'two')
  expect(admissions.whyNot('ann', 'one')).toBe('repeatLogin')
  expect(admissions.whyNot('ann', 'two')).toBeUndefined()
})

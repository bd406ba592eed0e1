import { expect, test } from 'vitest'
import { listeningUntil } from './disposableRoom.ts'

const change = () => new Event('devicechange')

test('what is made hears until it is let go, and others hear on', () => {
  const target = new EventTarget()
  const heard: string[] = []
  const { made, letGo } = listeningUntil(target, () => {
    target.addEventListener('devicechange', () => heard.push('room'))
    return 'a room'
  })
  target.addEventListener('devicechange', () => heard.push('app'))
  expect(made).toBe('a room')
  target.dispatchEvent(change())
  letGo()
  target.dispatchEvent(change())
  expect(heard).toEqual(['room', 'app', 'app'])
})

test('the target is as it was, also when nothing could be made', () => {
  const target = new EventTarget()
  const { addEventListener } = target
  const fails = () =>
    listeningUntil(target, () => {
      throw new Error('no room')
    })
  expect(fails).toThrow('no room')
  expect(Object.hasOwn(target, 'addEventListener')).toBe(false)
  expect(target.addEventListener).toBe(addEventListener)
})

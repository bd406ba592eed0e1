import { beforeEach, expect, test } from 'vitest'
import { Attachments, type Picture } from './attachments.ts'

/** Where a picture is shown. */
class FakePicture implements Picture {
  readonly elements = new Set<HTMLMediaElement>()
  attach(element: HTMLMediaElement): void {
    this.elements.add(element)
  }
  detach(element: HTMLMediaElement): void {
    this.elements.delete(element)
  }
}

// The attachments only set three flags of it; Node has no real ones.
const video = () => ({ muted: false, autoplay: false, playsInline: false }) as HTMLVideoElement

let shown: FakePicture | undefined | 'keep'
let attachments: Attachments

beforeEach(() => {
  shown = undefined
  attachments = new Attachments(() => shown)
})

test('shows a picture that is there, and one that comes later', () => {
  const [first, second] = [video(), video()]
  attachments.add('bob', 'camera', first)
  const picture = new FakePicture()
  shown = picture
  attachments.update()
  attachments.add('bob', 'camera', second)
  expect([...picture.elements]).toEqual([first, second])
  expect(first).toMatchObject({ muted: true, autoplay: true, playsInline: true })
})

test('a new picture takes the place of the old one', () => {
  const element = video()
  const [before, after] = [new FakePicture(), new FakePicture()]
  shown = before
  attachments.add('bob', 'camera', element)
  shown = 'keep'
  attachments.update()
  expect(before.elements.size).toBe(1)
  shown = after
  attachments.update()
  expect(before.elements.size).toBe(0)
  expect(after.elements.size).toBe(1)
})

test('a picture that is gone leaves no frozen frame', () => {
  const picture = new FakePicture()
  shown = picture
  attachments.add('bob', 'camera', video())
  shown = undefined
  attachments.update()
  expect(picture.elements.size).toBe(0)
})

test('detaching empties its element only, and once', () => {
  const picture = new FakePicture()
  shown = picture
  const [first, second] = [video(), video()]
  const detach = attachments.add('bob', 'camera', first)
  attachments.add('bob', 'camera', second)
  detach()
  detach()
  expect([...picture.elements]).toEqual([second])
  attachments.update()
  expect([...picture.elements]).toEqual([second])
})

test('an element attached anew before the old attachment ends keeps its picture', () => {
  const picture = new FakePicture()
  shown = picture
  const element = video()
  const detachOld = attachments.add('bob', 'camera', element)
  const detachNew = attachments.add('bob', 'camera', element)
  detachOld()
  expect(picture.elements.size).toBe(1)
  detachNew()
  expect(picture.elements.size).toBe(0)
})

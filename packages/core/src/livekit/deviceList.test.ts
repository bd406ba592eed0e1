import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DeviceState } from '../ports/media.ts'
import { Devices } from './devices.ts'

/** A browser whose listings come when they are let. */
class FakeMediaDevices extends EventTarget {
  listed: { kind: string; deviceId: string; label: string }[] = []
  listeners = 0
  readonly waiting: (() => void)[] = []

  enumerateDevices(): Promise<unknown> {
    const now = [...this.listed]
    return new Promise((resolve) => this.waiting.push(() => resolve(now)))
  }
  override addEventListener(...args: Parameters<EventTarget['addEventListener']>): void {
    this.listeners += 1
    super.addEventListener(...args)
  }
  override removeEventListener(...args: Parameters<EventTarget['removeEventListener']>): void {
    this.listeners -= 1
    super.removeEventListener(...args)
  }
  plug(deviceId: string): void {
    this.listed.push({ kind: 'videoinput', deviceId, label: deviceId })
  }
}

let browser: FakeMediaDevices
let told: DeviceState[]
let devices: Devices

beforeEach(async () => {
  browser = new FakeMediaDevices()
  vi.stubGlobal('navigator', { mediaDevices: browser })
  told = []
  devices = new Devices({ inUse: () => undefined, chosen: () => '', changed: (state) => told.push(state) })
  await listings()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets all listings come, `last` ones first if wished, and what waits for them go on. */
async function listings(order: 'first' | 'last' = 'first'): Promise<void> {
  const waiting = browser.waiting.splice(0)
  for (const come of order === 'last' ? waiting.toReversed() : waiting) {
    come()
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await new Promise((resolve) => setTimeout(resolve))
  }
}

test('a plugged camera is told once, however many ask for the list at that moment', async () => {
  browser.plug('usb')
  const asked = [devices.refresh(), devices.refresh()]
  await listings()
  expect(told.map(({ cameraList }) => cameraList.length)).toEqual([1])
  expect((await Promise.all(asked)).map(({ cameraList }) => cameraList.length)).toEqual([1, 1])
})

test('whoever asked before the plug gets the list after it', async () => {
  const before = devices.refresh()
  browser.plug('usb')
  const after = devices.refresh()
  await listings('last')
  expect(await before).toEqual(await after)
  expect((await before).cameraList).toEqual([{ deviceID: 'usb', label: 'usb' }])
  expect(told).toHaveLength(1)
})

test('a headset that the browser reports piece by piece is one change', async () => {
  vi.useFakeTimers()
  browser.plug('microphone')
  browser.dispatchEvent(new Event('devicechange'))
  await vi.advanceTimersByTimeAsync(100)
  browser.plug('speaker')
  browser.dispatchEvent(new Event('devicechange'))
  expect(browser.waiting).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(100)
  vi.useRealTimers()
  await listings()
  expect(told.map(({ cameraList }) => cameraList.length)).toEqual([2])
})

test('a list without a change is told to nobody', async () => {
  const same = devices.refresh()
  await listings()
  await same
  expect(told).toEqual([])
})

test('in the end nothing listens, and who still asks is answered', async () => {
  const late = devices.refresh()
  browser.dispatchEvent(new Event('devicechange'))
  devices.end()
  devices.refreshSoon()
  browser.plug('usb')
  await listings()
  expect((await late).cameraList).toEqual([])
  expect(browser.listeners).toBe(0)
  expect(told).toEqual([])
})

import type { Page } from 'playwright'
import { expect } from 'vitest'

/** Has the page's microphone captured anew, without noise suppression, and then another one in its place. */
export async function captureAnew(page: Page): Promise<void> {
  const isCurrent = await page.evaluate(async () => {
    await port.media.setNoiseSuppression(false)
    const { microphoneList, currentMicrophoneID } = await port.media.getDevices()
    const other = microphoneList.findLast(({ deviceID }) => deviceID !== currentMicrophoneID)?.deviceID ?? ''
    await port.media.switchDevice('microphone', other)
    return (await port.media.getDevices()).currentMicrophoneID === other
  })
  expect(isCurrent).toBe(true)
}

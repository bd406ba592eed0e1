import { chromium, type Browser } from 'playwright'
import { findChromium } from '../scripts/chromium.ts'
import { chromiumFlags } from '../scripts/chromiumFlags.ts'

const flags = [
  ...chromiumFlags,
  // Of a flag given twice the last one counts. More cameras than one, so that there is something to choose: three, since the
  // second is a depth camera, whose pictures WebRTC cannot send. Few frames, so that two cores do.
  '--use-fake-device-for-media-stream=device-count=3,fps=10',
  '--auto-select-desktop-capture-source=Entire screen',
]

/** Starts a browser whose camera, microphone and screen are fake. `deny`: and whose person refuses them. */
export async function startBrowser(permission: 'grant' | 'deny' = 'grant'): Promise<Browser> {
  const args = permission === 'deny' ? [...flags, '--use-fake-ui-for-media-stream=deny'] : flags
  const executablePath = await findChromium({ report: () => undefined })
  // Playwright hides scrollbars; people have them, and what takes one away moves their page.
  return chromium.launch({ executablePath, args, ignoreDefaultArgs: ['--hide-scrollbars'] })
}

/**
 * Dispatch: `npm run bench:dispatch`. A fact of the media layer through engine and store to 1,000 subscribers by `useCall` and
 * `useCallEvent`, against `zustand` alone (`useStore` on a store of the same shape) and a bare emitter, in one page with the
 * production build of React. Prints a table, writes `bench/results/dispatch.json`; fails when a subscriber heard nothing, never
 * on a time. `npm run bench:dispatch -- 10`: so many samples.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import { startBrowser } from '../../e2e/browser.ts'
import { buildPage } from '../builtPage.ts'

const samples = Number(process.argv[2] ?? 40)
/** Of each sample; even. Chromium's clock has steps of 0.1 ms. */
const dispatches = 100

const page = await buildPage(`${import.meta.dirname}/page`)
const browser = await startBrowser()
const load = loadavg()[0] ?? 0
try {
  const opened = await browser.newPage()
  await opened.goto(page.url)
  // Everybody has to sign in first, and the machine may be busy. Polled by time: it draws no frame.
  await opened.waitForFunction(() => 'dispatchBench' in globalThis, undefined, { polling: 200, timeout: 90_000 })
  const rows = await opened.evaluate(([samples, times]) => dispatchBench(samples, times), [
    samples,
    dispatches,
  ] as const)
  const summary = rows.map(({ what, ours, theirs }) => {
    const [quick, theirQuick] = [quickTenth(ours), quickTenth(theirs)]
    return { what, ours: quick, theirs: theirQuick, ratio: quick / theirQuick }
  })
  console.table(
    Object.fromEntries(
      summary.map(({ what, ours, theirs, ratio }) => [
        what,
        { 'Ringkit, µs': ours.toFixed(1), 'zustand and bare emitter, µs': theirs.toFixed(1), ratio: ratio.toFixed(2) },
      ]),
    ),
  )
  await mkdir(`${import.meta.dirname}/../results`, { recursive: true })
  const results = { unit: 'µs per dispatch, quickest tenth of the samples', samples, dispatches, load, summary, rows }
  await writeFile(`${import.meta.dirname}/../results/dispatch.json`, `${JSON.stringify(results, null, 2)}\n`)
} finally {
  await browser.close()
  await page.close()
}

/** What a tenth of the samples stay below: the rest were held up by whatever else the machine does. */
function quickTenth(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)] ?? NaN
}

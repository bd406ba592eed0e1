import * as v from 'valibot'

/** How many tests passed, and how many did anything else. */
export interface Counts {
  readonly passed: number
  readonly failed: number
}

/** What is read of the report that Vitest's JSON reporter writes. */
const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      assertionResults: v.array(v.object({ status: v.string() })),
    }),
  ),
})

/**
 * Counts one suite. Only a test that ran and passed has passed: one skipped or left to do counts as failed, so does a file
 * that could not be loaded or holds no test, a suite without files, and a runner that failed for a reason of its own.
 *
 * @param report - the parsed report; undefined when the runner wrote none
 * @param exitCode - the runner's own; null when it was killed
 */
export function countTests(report: unknown, exitCode: number | null): Counts {
  const parsed = v.safeParse(Report, report)
  if (!parsed.success) return { passed: 0, failed: 1 }
  const files = parsed.output.testResults
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((each) => each.status === 'passed').length
  const broken = files.filter(
    (file) =>
      file.assertionResults.length === 0 ||
      // Its tests went well, but what stands around them did not: a hook of the file, for one.
      (file.status === 'failed' && file.assertionResults.every((each) => each.status === 'passed')),
  ).length
  const failed = tests.length - passed + broken
  const hasFailedSilently = failed === 0 && (exitCode !== 0 || passed === 0)
  return { passed, failed: hasFailedSilently ? 1 : failed }
}

/** All suites together. */
export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  })
}

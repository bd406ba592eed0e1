import * as v from 'valibot'

/** What a run of named tests says: all passed, one failed, or none of them ran. */
export type Verdict = 'green' | 'red' | 'did not run'

/** What is read of the report that Vitest's JSON reporter writes. */
const Report = v.object({
  testResults: v.array(v.object({ assertionResults: v.array(v.object({ status: v.string() })) })),
})

/**
 * Judges by the tests alone that were asked for; those left out are told as skipped. A file that cannot be loaded is no proof:
 * its tests did not run.
 *
 * @param report - the parsed report; undefined when the runner wrote none
 */
export function verdict(report: unknown): Verdict {
  const parsed = v.safeParse(Report, report)
  const tests = parsed.success ? parsed.output.testResults.flatMap((file) => file.assertionResults) : []
  if (tests.some(({ status }) => status === 'failed')) return 'red'
  return tests.some(({ status }) => status === 'passed') ? 'green' : 'did not run'
}

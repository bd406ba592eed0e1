import * as v from 'valibot'

/** What is read of the report that Vitest's JSON reporter writes. */
const Report = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.optional(v.string(), ''),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.optional(v.nullable(v.array(v.string())), []),
        }),
      ),
    }),
  ),
})

/** How much of a test's message is told again, in lines and in characters: the whole stands where the test ran. */
const toldLines = 16
const toldCharacters = 1_600

/**
 * What did not pass, each with the start of what it said. A run's output is long, and those who read only its end still
 * have to learn which test it was.
 *
 * @param report - the parsed report; undefined when the runner wrote none
 */
export function failuresOf(report: unknown): readonly string[] {
  const parsed = v.safeParse(Report, report)
  if (!parsed.success) return []
  return parsed.output.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((each) => each.status !== 'passed')
    if (tests.length === 0 && file.status === 'failed') return [tell(file.name, [file.message])]
    return tests.map((each) => tell(`${file.name} > ${each.fullName} (${each.status})`, each.failureMessages ?? []))
  })
}

function tell(what: string, messages: readonly string[]): string {
  const lines = messages.flatMap((each) => each.split('\n')).slice(0, toldLines)
  const text = lines.map((each) => `    ${each}`).join('\n')
  return text.trim() === '' ? what : `${what}\n${text.slice(0, toldCharacters)}`
}

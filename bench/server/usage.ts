/** What a server process has used. */
export interface Usage {
  /** User and system, ms. */
  cpuMs: number
  /** Bytes held after a collection: JavaScript's heap and what is outside of it. */
  heldBytes: number
  /** Bytes as the system sees them. */
  residentBytes: number
}

/** What a server program of the benchmark can be asked. */
export type ServerQuestions = {
  listen: [Record<string, never>, { url: string }]
  usage: [{ collect: boolean }, Usage]
}

/** Of this process. `collect`: after the garbage has gone. */
export async function usage({ collect }: { collect: boolean }): Promise<Usage> {
  const { user, system } = process.cpuUsage()
  if (collect) {
    // `--expose-gc` is given to every program.
    for (let round = 0; round < 3; round += 1) {
      global.gc?.()
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const { heapUsed, external, rss } = process.memoryUsage()
  return { cpuMs: (user + system) / 1000, heldBytes: heapUsed + external, residentBytes: rss }
}

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { AttackName, Order, Report } from './attacks.ts'

/** Starts an attacker's process, which waits for its one order and reports what it saw. */
export async function attacker(name: AttackName): Promise<{ attack(order: Order): Promise<Report> }> {
  const child = fork(join(import.meta.dirname, 'attackerProgram.ts'), { execArgv: ['--import', 'tsx'] })
  await once(child, 'message')
  return {
    async attack(order) {
      const told = once(child, 'message')
      child.send([name, order])
      // The attacker reports once.
      const [report] = (await told) as [Report]
      const gone = once(child, 'exit')
      child.disconnect()
      await gone
      return report
    },
  }
}

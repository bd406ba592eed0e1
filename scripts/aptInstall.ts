import { existsSync } from 'node:fs'
import { runProgram } from '../packages/server/src/cli/runProgram.ts'

/** True where this user may install Debian's packages. */
export const mayInstallPackages = (): boolean => existsSync('/etc/debian_version') && process.getuid?.() === 0

/** Installs Debian's packages. @throws Error with apt-get's last line when that fails */
export async function aptInstall(packages: readonly string[]): Promise<void> {
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const { status, output } = await runProgram('apt-get', args, { env })
    if (status !== 0) throw new Error(`apt-get ${args[0]} failed: ${output.trim().split('\n').at(-1) ?? ''}`)
  }
}

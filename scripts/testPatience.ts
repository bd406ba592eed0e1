/**
 * Run in a test's process before its file: Testing Library waits for what must come as long as `expect.poll` does, and not for
 * its own second. How soon it comes is for `bench/`.
 */
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react')
  configure({ asyncUtilTimeout: 20_000 })
}

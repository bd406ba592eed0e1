/** True for a source file that belongs into a built package: not for tests, what only tests use, and port conformance suites. */
export function isShipped(path: string): boolean {
  return !/\.(test|conformance|stories|test-d)\.tsx?$/.test(path) && !/(^|\/)testing\//.test(path)
}

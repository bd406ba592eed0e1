import type { Page } from 'playwright'

/**
 * What a page complains of, as it comes: uncaught errors, and what is written to the console as an error or a warning. React
 * tells there of a hydration that went wrong.
 */
export function watchConsole(page: Page): readonly string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error.stack)))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  return complaints
}

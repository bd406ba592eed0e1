/** A name that keeps its own direction inside a sentence of the other one: Unicode's first strong isolate. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

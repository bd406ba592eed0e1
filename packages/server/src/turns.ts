/** Lets work of one key run one after the other, in the order it was handed in. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>

/** Makes a queue per key; a key without work takes no memory. */
export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>()
  return (key, work) => {
    const before = last.get(key) ?? Promise.resolve()
    // Whatever became of the work before, its turn is over.
    const mine = before.then(work, work)
    const over = mine
      .catch(() => undefined)
      .then(() => {
        if (last.get(key) === over) last.delete(key)
      })
    last.set(key, over)
    return mine
  }
}

/** A promise that is settled from elsewhere. Nobody has to wait for it. */
export interface Answer<T> {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (reason: unknown) => void
}

/** What `Promise.withResolvers` is where there is one. */
export function answer<T>(): Answer<T> {
  let resolve: (value: T) => void = () => undefined
  let reject: (reason: unknown) => void = () => undefined
  const promise = new Promise<T>((onDone, onError) => {
    resolve = onDone
    reject = onError
  })
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

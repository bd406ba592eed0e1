/** As small as an emitter gets that may be changed while it tells: what nanoevents does. */
export function bareEmitter<Payload>() {
  let handlers: ((payload: Payload) => void)[] = []
  return {
    on(handler: (payload: Payload) => void): () => void {
      handlers = [...handlers, handler]
      return () => void (handlers = handlers.filter((each) => each !== handler))
    },
    emit(payload: Payload): void {
      const now = handlers
      for (const handler of now) handler(payload)
    },
  }
}

export type BareEmitter<Payload> = ReturnType<typeof bareEmitter<Payload>>

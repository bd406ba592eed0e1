/** A way to oneself. In Node it keeps the process alive while it is held; a browser's needs no holding. */
interface Loop {
  post(): void
  hold(): void
  letGo(): void
}

type Port = MessagePort & { ref?: () => void; unref?: () => void }

const waiting: (() => void)[] = []
let loop: Loop | undefined

function openLoop(): Loop {
  const { port1: inward, port2: outward }: { port1: Port; port2: Port } = new MessageChannel()
  const opened: Loop = {
    post: () => outward.postMessage(undefined),
    hold: () => inward.ref?.(),
    letGo: () => inward.unref?.(),
  }
  inward.onmessage = () => {
    const resolve = waiting.shift()
    if (waiting.length === 0) opened.letGo()
    resolve?.()
  }
  outward.unref?.()
  return opened
}

/**
 * Resolves in a later task, when all promises that could settle have. By a message and not a timer: it takes microseconds, a
 * tab in the background does not slow it, and fake timers do not stop it.
 */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    loop ??= openLoop()
    waiting.push(resolve)
    loop.hold()
    loop.post()
  })
}

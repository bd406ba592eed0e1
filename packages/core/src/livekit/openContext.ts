/** What browsers may take for leave to play. */
const gestures = ['pointerdown', 'click', 'keydown']

/** Opens an AudioContext until `over`. It runs as soon as the browser lets it, mostly not before a gesture. */
export function openContext(over: AbortSignal): AudioContext {
  const context = new AudioContext()
  const resume = () => void resumeContext(context)
  for (const gesture of gestures) {
    document.addEventListener(gesture, resume, { signal: over, capture: true, passive: true })
  }
  over.addEventListener('abort', () => void context.close().catch(() => {}))
  resume()
  return context
}

export async function resumeContext(context: AudioContext): Promise<void> {
  if (context.state === 'suspended') await context.resume().catch(() => {})
}

/**
 * Runs in the page before its own code: keeps an eye on every track that a camera, a microphone or a screen gives, so that a
 * test can tell which of the lights a person would see.
 */
export function watchMedia(): void {
  const captures: MediaStreamTrack[] = []
  const { mediaDevices } = navigator
  // A page that is not secure has none.
  if (!mediaDevices) return
  for (const method of ['getUserMedia', 'getDisplayMedia'] as const) {
    const original = mediaDevices[method].bind(mediaDevices)
    mediaDevices[method] = async (constraints) => {
      const stream = await original(constraints)
      captures.push(...stream.getTracks())
      return stream
    }
  }
  const { clone } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.clone = function cloneWatched() {
    const copy = clone.call(this)
    // Copies of a remote track light no lamp.
    if (captures.includes(this)) captures.push(copy)
    return copy
  }
  Object.assign(globalThis, { captures })
}

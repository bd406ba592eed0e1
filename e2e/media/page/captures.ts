/** Every track this page has ever captured: what is `live` among them has a light on. */
export const captures: MediaStreamTrack[] = []

export const hooks: {
  /** What happens before the browser captures: a test may make it wait, fail, or change what is asked for. */
  beforeCapture: (constraints?: MediaStreamConstraints) => void | Promise<void>
  afterCapture: (stream: MediaStream) => void
} = {
  beforeCapture: () => {},
  afterCapture: () => {},
}

const { mediaDevices } = navigator
const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices)
const getDisplayMedia = mediaDevices.getDisplayMedia.bind(mediaDevices)

mediaDevices.getUserMedia = async (constraints) => {
  await hooks.beforeCapture(constraints)
  return noted(await getUserMedia(constraints))
}
mediaDevices.getDisplayMedia = async (options) => noted(await getDisplayMedia(options))

function noted(stream: MediaStream): MediaStream {
  captures.push(...stream.getTracks())
  hooks.afterCapture(stream)
  return stream
}

/** The lights a person would see. */
export function lights(): { camera: number; microphone: number } {
  const live = captures.filter(({ readyState }) => readyState === 'live')
  return {
    camera: live.filter(({ kind }) => kind === 'video').length,
    microphone: live.filter(({ kind }) => kind === 'audio').length,
  }
}

/** From now on copies of captures count as well: they keep the light on. Copies of a remote track light no lamp. */
export function noteCopies(): void {
  const { clone } = MediaStreamTrack.prototype
  MediaStreamTrack.prototype.clone = function cloneNoted() {
    const copy = clone.call(this)
    if (captures.includes(this)) captures.push(copy)
    return copy
  }
}

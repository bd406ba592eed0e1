/** A small window that stays above all others and can hold more than a video; a test hands in its own. */
export interface SmallWindowPort {
  /** Has the browser got it, and may this page have one? */
  isSupported(): boolean
  /** Only in a click or a key press. The window is empty, and of the same origin; it has `pagehide` when it goes. */
  open(size: { width: number; height: number }): Promise<Window>
}

interface DocumentPictureInPicture {
  requestWindow(size: { width: number; height: number }): Promise<Window>
}

function find(): DocumentPictureInPicture | undefined {
  // A page in a frame gets none. The types of the browser do not know it yet, which makes it `unknown` here.
  if (typeof window === 'undefined' || window.top !== window || !('documentPictureInPicture' in window))
    return undefined
  const found: unknown = window.documentPictureInPicture
  return isPictureInPicture(found) ? found : undefined
}

function isPictureInPicture(found: unknown): found is DocumentPictureInPicture {
  return typeof found === 'object' && found !== null && 'requestWindow' in found
}

/** Document picture-in-picture: Chrome and Edge on a desktop. */
export const browserSmallWindow: SmallWindowPort = {
  isSupported: () => find() !== undefined,
  async open(size) {
    const pictureInPicture = find()
    if (!pictureInPicture) throw new Error('This browser has no picture-in-picture for pages.')
    return pictureInPicture.requestWindow(size)
  },
}

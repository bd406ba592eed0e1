import type { PictureSource } from '../ports/media.ts'
import type { SyntheticPicture } from './syntheticPicture.ts'

interface Attachment {
  readonly userID: string
  readonly source: PictureSource
  readonly element: HTMLVideoElement
  shown: SyntheticPicture | undefined
  takeOut: () => void
}

/** Which picture should be in which element, whether there is one or not. */
export class SyntheticAttachments {
  readonly #attachments = new Set<Attachment>()
  readonly #find: (userID: string, source: PictureSource) => SyntheticPicture | undefined

  /** `find` looks up the picture to be seen at this moment. */
  constructor(find: (userID: string, source: PictureSource) => SyntheticPicture | undefined) {
    this.#find = find
  }

  add(userID: string, source: PictureSource, element: HTMLVideoElement): () => void {
    const attachment: Attachment = { userID, source, element, shown: undefined, takeOut: () => {} }
    this.#attachments.add(attachment)
    this.refresh()
    return () => {
      if (this.#attachments.delete(attachment)) attachment.takeOut()
    }
  }

  /** Puts in and takes out what has changed. */
  refresh(): void {
    for (const attachment of this.#attachments) {
      const picture = this.#find(attachment.userID, attachment.source)
      if (picture === attachment.shown) continue
      attachment.takeOut()
      attachment.shown = picture
      attachment.takeOut = picture?.show(attachment.element) ?? (() => {})
    }
  }

  clear(): void {
    for (const { takeOut } of this.#attachments) takeOut()
    this.#attachments.clear()
  }
}

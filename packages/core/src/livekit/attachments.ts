import type { PictureSource } from '../ports/media.ts'

/** As much of LiveKit's video tracks as showing one takes. Through `attach` LiveKit learns the size and visibility of the picture. */
export interface Picture {
  attach(element: HTMLMediaElement): unknown
  detach(element: HTMLMediaElement): unknown
}

interface Attachment {
  userID: string
  source: PictureSource
  element: HTMLVideoElement
  shown: Picture | undefined
}

/** What a place on the page should show: a picture, nothing, or (`keep`) what it shows, because a new picture is on its way. */
export type FindPicture = (userID: string, source: PictureSource) => Picture | undefined | 'keep'

/** The places on the page that show somebody, across rooms and reconnections. */
export class Attachments {
  readonly #all = new Set<Attachment>()
  readonly #find: FindPicture

  constructor(find: FindPicture) {
    this.#find = find
  }

  add(userID: string, source: PictureSource, element: HTMLVideoElement): () => void {
    // The sound goes its own way; without these, browsers hold the picture back or blow it up.
    element.muted = true
    element.autoplay = true
    element.playsInline = true
    const attachment: Attachment = { userID, source, element, shown: undefined }
    this.#all.add(attachment)
    this.#update(attachment)
    return () => {
      if (!this.#all.delete(attachment)) return
      this.#hide(attachment)
    }
  }

  /** To be called whenever pictures may have come, gone or changed. */
  update(): void {
    for (const attachment of this.#all) this.#update(attachment)
  }

  /** Every place goes empty, and is forgotten. */
  clear(): void {
    for (const attachment of this.#all) this.#hide(attachment)
    this.#all.clear()
  }

  #update(attachment: Attachment): void {
    const picture = this.#find(attachment.userID, attachment.source)
    if (picture === 'keep' || picture === attachment.shown) return
    this.#hide(attachment)
    attachment.shown = picture
    picture?.attach(attachment.element)
  }

  #hide(attachment: Attachment): void {
    const { shown, element } = attachment
    attachment.shown = undefined
    if (!shown) return
    // React may give an element to a new attachment before it ends the old one.
    for (const other of this.#all)
      if (other !== attachment && other.element === element && other.shown === shown) return
    shown.detach(element)
  }
}

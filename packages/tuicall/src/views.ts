import { choice, required } from './checks.ts'
import { TUICallError } from './errorCodes.ts'
import type { IPlayVideoOptions } from './parameters.ts'

interface View {
  video: HTMLVideoElement
  isOurs: boolean
  detach: () => void
}

/** The element that is meant: by itself or by its id. Refuses what is not there. */
export function elementOf(params: { videoViewDomID: string | HTMLElement }): HTMLElement {
  if (params?.videoViewDomID instanceof HTMLElement) return params.videoViewDomID
  const id = required(params, 'videoViewDomID', 'string')
  const found = document.getElementById(id)
  if (!found) throw TUICallError.parameter('range', `videoViewDomID: no element has the id "${id}".`)
  return found
}

/** Their values of `objectFit`. */
const fits = { contain: 0, cover: 0, fill: 0 }

function dress({ style }: HTMLVideoElement, { objectFit, mirror }: IPlayVideoOptions): void {
  if (objectFit !== undefined) style.objectFit = objectFit
  if (mirror !== undefined) style.transform = mirror ? 'scaleX(-1)' : 'none'
}

/** A `<video>` to show a picture in: the element itself, or a new one that fills it. */
function videoIn(element: HTMLElement): { video: HTMLVideoElement; isOurs: boolean } {
  const isOurs = !(element instanceof HTMLVideoElement)
  const video = isOurs ? document.createElement('video') : element
  // Sound comes from elsewhere; with sound a browser may hold the picture back too.
  Object.assign(video, { autoplay: true, playsInline: true, muted: true })
  if (isOurs) {
    Object.assign(video.style, { width: '100%', height: '100%', objectFit: 'cover' })
    element.append(video)
  }
  return { video, isOurs }
}

/** The pictures that are shown, one per person; `''` is one's own. */
export function createViews() {
  const views = new Map<string, View>()
  const looks = new Map<string, IPlayVideoOptions>()

  function hide(key: string): void {
    const view = views.get(key)
    views.delete(key)
    view?.detach()
    if (view?.isOurs) view.video.remove()
  }

  return {
    /** Shows what `attach` brings in `element`, in place of where it was shown before. */
    show(key: string, element: HTMLElement, attach: (video: HTMLVideoElement) => () => void): void {
      hide(key)
      const { video, isOurs } = videoIn(element)
      dress(video, { mirror: key === '', ...looks.get(key) })
      views.set(key, { video, isOurs, detach: attach(video) })
    },
    hide,
    /** How that picture looks, also when it is shown later. */
    look(key: string, options: IPlayVideoOptions): void {
      if (options.objectFit !== undefined) choice('objectFit', options.objectFit, fits)
      looks.set(key, { ...looks.get(key), ...options })
      const view = views.get(key)
      if (view) dress(view.video, options)
    },
    clear(): void {
      for (const key of views.keys()) hide(key)
      looks.clear()
    },
  }
}

export type Views = ReturnType<typeof createViews>

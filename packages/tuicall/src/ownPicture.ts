import { CallError, type CallEngine, type Preview } from '@ringkit/core'
import type { Views } from './views.ts'

/** One's own picture is kept under this key. */
export const OWN = ''

/**
 * Camera and own picture, from `openCamera` on: before the answer a preview that nobody else sees, in the call what is sent.
 * The end of the call closes it.
 */
export function createOwnPicture(core: () => CallEngine, views: Views) {
  let element: HTMLElement | undefined
  let preview: Preview | undefined
  /** Counts what has been asked for, so that a preview that comes late is not kept. */
  let turn = 0

  function stopPreview(): void {
    turn += 1
    preview?.stop()
    preview = undefined
  }

  function showSent(target: HTMLElement): void {
    const engine = core()
    const { self } = engine.store.getState()
    views.show(OWN, target, (video) => engine.attach(self?.userID ?? '', 'camera', video))
    stopPreview()
  }

  async function showPreview(target: HTMLElement): Promise<void> {
    stopPreview()
    const mine = turn
    const opened = await core().preview({ camera: true, microphone: false })
    if (mine !== turn) return opened.stop()
    preview = opened
    views.show(OWN, target, (video) => opened.attach(video))
  }

  function close(): void {
    element = undefined
    stopPreview()
    views.hide(OWN)
  }

  /** Throws when the camera was closed meanwhile, or the call has ended, which closes it too. */
  function stillAsked(target: HTMLElement): void {
    if (element !== target) throw new CallError('WRONG_STATE', 'The camera was closed again, or the call has ended.')
  }

  return {
    /** Is the camera wanted in the call that is to come? */
    get isOpen(): boolean {
      return element !== undefined
    },
    async open(target: HTMLElement): Promise<void> {
      const engine = core()
      element = target
      try {
        if (engine.store.getState().call) await engine.setCamera(true)
        stillAsked(target)
        if (engine.store.getState().status === 'connected') showSent(target)
        else await showPreview(target)
      } catch (cause) {
        if (element === target) close()
        // Else the camera would start with the call, after all.
        await engine.setCamera(false).catch(() => undefined)
        throw cause
      }
    },
    close,
    /** The call is connected now: what is sent takes the preview's place. */
    connected(): void {
      if (element) showSent(element)
    },
  }
}

export type OwnPicture = ReturnType<typeof createOwnPicture>

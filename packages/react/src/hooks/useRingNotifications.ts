'use client'
import { useEffect } from 'react'
import { useMessages } from '../messages/useMessages.ts'
import { browserAttention } from './browserAttention.ts'
import type { AttentionPort } from './browserAttention.ts'
import { useCall } from './useCall.ts'

/** How a ring makes itself noticed on a page that is not looked at. Each can be left out by `false`. */
export interface RingNotifications {
  /** A desktop notification while the page is hidden, where the person has allowed them. Default: true. */
  notification?: boolean
  /** The title of the page tells who calls, in turn with its own, while the page is hidden. Default: true. */
  title?: boolean
  /** A phone vibrates. Default: true. */
  vibration?: boolean
  /** Default: the browser's own. */
  port?: AttentionPort
}

/** The ring of a phone on a table, ms: on, off, on. */
const PATTERN = [400, 200, 400]
const VIBRATE_EVERY_MS = 2000
const FLASH_EVERY_MS = 1000

/**
 * Makes itself noticed while I am being called: a desktop notification and a flashing title while the page is hidden, and
 * vibration on phones. All of it ends with the ring, whatever the outcome, and with the component. Never asks for
 * permission: call `Notification.requestPermission()` in a click of your own. `CallKit notify` uses it.
 *
 * @param options `false`: nothing of this.
 * @example
 * useRingNotifications({ title: false })
 */
export function useRingNotifications(options: RingNotifications | false = {}): void {
  const { notification = true, title = true, vibration = true, port = browserAttention } = options || {}
  const messages = useMessages()
  const isRinging = useCall((state) => state.status === 'ringing') && options !== false
  const callID = useCall((state) => state.call?.callID)
  const type = useCall((state) => state.call?.type)
  const caller = useCall((state) => state.members[state.call?.invitedBy ?? ''])
  const name = caller?.name ?? caller?.userID ?? messages.unknownPerson
  const text = messages.isCallingYou(name)
  const body = type === 'video' ? messages.incomingVideo : messages.incomingAudio
  const icon = caller?.avatarURL
  useEffect(
    function vibrate() {
      if (!isRinging || !vibration) return undefined
      port.vibrate(PATTERN)
      const end = port.every(VIBRATE_EVERY_MS, () => port.vibrate(PATTERN))
      return () => {
        end()
        port.vibrate(0)
      }
    },
    [isRinging, vibration, port],
  )
  useEffect(
    function notify() {
      if (!isRinging || !notification || callID === undefined) return undefined
      // One tag per call: several tabs of one person show one notification.
      return whileHidden(port, () =>
        port.notify(text, { body, tag: callID, requireInteraction: true, ...(icon !== undefined && { icon }) }),
      )
    },
    [isRinging, notification, port, callID, text, body, icon],
  )
  useEffect(
    function flash() {
      return isRinging && title ? whileHidden(port, () => flashTitle(port, text)) : undefined
    },
    [isRinging, title, port, text],
  )
}

/** Begins when the page is hidden, ends when it is seen; returns what ends both. */
function whileHidden(port: AttentionPort, begin: () => () => void): () => void {
  let end: (() => void) | undefined
  const follow = (): void => {
    if (port.isHidden()) end ??= begin()
    else {
      end?.()
      end = undefined
    }
  }
  follow()
  const unlisten = port.onHiddenChange(follow)
  return () => {
    unlisten()
    end?.()
  }
}

function flashTitle(port: AttentionPort, text: string): () => void {
  let own = port.title()
  const turn = (): void => {
    const shown = port.title()
    // The app may have given the page another title meanwhile: that is the one to come back to.
    if (shown !== text) own = shown
    port.setTitle(shown === text ? own : text)
  }
  turn()
  const end = port.every(FLASH_EVERY_MS, turn)
  return () => {
    end()
    if (port.title() === text) port.setTitle(own)
  }
}

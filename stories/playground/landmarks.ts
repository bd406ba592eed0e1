import { useEffect, useState } from 'react'
import { loadMessages } from '@ringkit/react'
import type { Language, MessagesOverride } from '@ringkit/react'

/**
 * Each screen is a page of its own, and several stand in one page here: their regions say whose they are, as an app does it that
 * shows the kit more than once. By `messages`, as any text is changed.
 */
export function useLandmarks(language: Language = 'en', screen: string): MessagesOverride {
  const [landmarks, setLandmarks] = useState<MessagesOverride>({})
  useEffect(
    function name() {
      let isLatest = true
      const take = async (): Promise<void> => {
        const { call, outgoingCall, inCall, beforeCall } = await loadMessages(language)
        const of = (region: string): string => `${screen}: ${region}`
        if (!isLatest) return
        setLandmarks({
          call: of(call),
          outgoingCall: of(outgoingCall),
          inCall: { minimised: of(inCall.minimised), pages: of(inCall.pages), smallWindow: of(inCall.smallWindow) },
          beforeCall: { preCall: of(beforeCall.preCall) },
        })
      }
      // Without the file of the language the kit speaks English, and the regions keep their own names.
      take().catch(() => {})
      return () => {
        isLatest = false
      }
    },
    [language, screen],
  )
  return landmarks
}

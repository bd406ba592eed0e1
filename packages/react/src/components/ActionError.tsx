'use client'
import { forwardRef } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { useActionError } from '../hooks/index.ts'
import { errorText } from '../messages/errorText.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { Alert } from '../ui/Alert.tsx'

/** Why the last action of the surrounding part failed; nothing when it did not. */
export const ActionError = /* @__PURE__ */ forwardRef<HTMLParagraphElement, ComponentPropsWithoutRef<'p'>>(
  function ActionError(props, ref) {
    const error = useActionError()
    const messages = useMessages()
    const language = useLanguageAttributes()
    return error ? (
      <Alert {...language} {...props} ref={ref}>
        {errorText(error, messages)}
      </Alert>
    ) : null
  },
)

'use client'
import * as Dialog from '@radix-ui/react-dialog'
import { X } from 'lucide-react'
import { forwardRef } from 'react'
import type { ReactNode } from 'react'
import { ActionScope } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { useContainer } from '../ui/container.ts'
import { cx } from '../ui/cx.ts'
import { DialogBackdrop } from '../ui/DialogBackdrop.tsx'
import { useNoticeRoom } from '../ui/noticeRoom.ts'
import { useReturnFocus } from '../ui/useReturnFocus.ts'
import { ActionError } from './ActionError.tsx'
import { BackgroundPicker } from './BackgroundPicker.tsx'
import type { BackgroundImage } from './BackgroundPicker.tsx'
import { DevicePicker } from './DevicePicker.tsx'
import { NoiseSuppressionSwitch } from './NoiseSuppressionSwitch.tsx'

export interface SettingsDialogProps extends Dialog.DialogContentProps {
  /** With `onOpenChange`: controlled. */
  open?: boolean | undefined
  /** Default: false. */
  defaultOpen?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  /** A button that opens it; one element that takes a ref. */
  trigger?: ReactNode
  /** Pictures to sit in front of. Default: none, then there are no background and blur alone. */
  images?: readonly BackgroundImage[] | undefined
  /** Where it is put in the document. Default: that of the `CallKit` around it, else the end of the body. */
  container?: HTMLElement | null | undefined
}

/**
 * Camera, microphone and speaker with what each does, background and noise suppression, in and outside a call. While it is
 * open the camera and the microphone are on, for one's own eyes and ears. Children replace all below the title.
 *
 * @example
 * <SettingsDialog trigger={<button type="button">Settings</button>} images={[{ url: '/office.jpg', name: 'Office' }]} />
 */
export const SettingsDialog = /* @__PURE__ */ forwardRef<HTMLDivElement, SettingsDialogProps>(function SettingsDialog(
  { open, defaultOpen, onOpenChange, trigger, images, container, style, className, children, ...props },
  ref,
) {
  const messages = useMessages()
  const language = useLanguageAttributes()
  const returnFocus = useReturnFocus()
  const noticeRoom = useNoticeRoom()
  return (
    <Dialog.Root
      {...(open !== undefined && { open })}
      {...(defaultOpen !== undefined && { defaultOpen })}
      {...(onOpenChange && { onOpenChange })}
    >
      {trigger && <Dialog.Trigger asChild>{trigger}</Dialog.Trigger>}
      <Dialog.Portal {...useContainer(container)}>
        <DialogBackdrop />
        <Dialog.Content
          {...language}
          aria-describedby={undefined}
          {...(trigger ? {} : returnFocus)}
          {...props}
          ref={ref}
          style={{ ...noticeRoom, ...style }}
          className={cx('rk rk-card rk-dialog rk-settings', className)}
        >
          <div className="rk-dialog-head rk-settings-head">
            <Dialog.Title className="rk-dialog-title rk-settings-title">{messages.devices.settings}</Dialog.Title>
            <Dialog.Close className="rk-icon-button" aria-label={messages.close}>
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <ActionScope>
            <ActionError />
            <div className="rk-settings-body">{children ?? <SettingsParts images={images} />}</div>
          </ActionScope>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
})

function SettingsParts({ images }: Pick<SettingsDialogProps, 'images'>): ReactNode {
  return (
    <>
      <DevicePicker kind="camera" preview />
      <BackgroundPicker images={images} />
      <DevicePicker kind="microphone" preview />
      <NoiseSuppressionSwitch />
      <DevicePicker kind="speaker" preview />
    </>
  )
}

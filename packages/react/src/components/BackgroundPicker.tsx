'use client'
import { Ban, Droplets } from 'lucide-react'
import { forwardRef, useId } from 'react'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { useAction, useCall, useCallActions } from '../hooks/index.ts'
import type { Background } from '../hooks/index.ts'
import { useLanguageAttributes, useMessages } from '../messages/useMessages.ts'
import { cx } from '../ui/cx.ts'

/** A picture one may sit in front of. */
export interface BackgroundImage {
  url: string
  /** What it shows, for people who do not see it; without, its number. */
  name?: string | undefined
}

export interface BackgroundPickerProps extends Omit<ComponentPropsWithoutRef<'fieldset'>, 'children'> {
  /** Pictures to choose from. Default: none. */
  images?: readonly BackgroundImage[] | undefined
}

/**
 * What is behind one in one's picture: nothing new, a blur, or an image. The browser fetches what it needs for it when
 * something is first chosen; a choice that fails leaves the one before, and the `ActionScope` around says why.
 */
export const BackgroundPicker = /* @__PURE__ */ forwardRef<HTMLFieldSetElement, BackgroundPickerProps>(
  function BackgroundPicker({ images = [], className, ...props }, ref) {
    const { devices, locale } = useMessages()
    const language = useLanguageAttributes()
    const { setBackground } = useCallActions()
    const current = useCall((state) => keyOf(state.effects.background))
    const choose = useAction(setBackground)
    const name = useId()
    const number = new Intl.NumberFormat(locale)
    const option = (background: Background, label: string, look: ReactNode) => (
      <Option
        key={keyOf(background)}
        {...{ name, label, look }}
        isChosen={current === keyOf(background)}
        onChoose={() => !choose.isPending && choose.run(background)}
      />
    )
    return (
      <fieldset
        {...language}
        aria-busy={choose.isPending || undefined}
        data-pending={choose.isPending || undefined}
        data-kind={current.split(' ', 1)[0]}
        {...props}
        ref={ref}
        className={cx('rk rk-backgrounds', className)}
      >
        <legend>
          {devices.background}
          <span role="status" className="rk-quiet rk-backgrounds-busy">
            {choose.isPending && devices.applying}
          </span>
        </legend>
        <div className="rk-backgrounds-options">
          {option({ kind: 'none' }, devices.backgroundNone, <Ban />)}
          {option({ kind: 'blur' }, devices.backgroundBlur, <Droplets />)}
          {images.map(({ url, name: title }, index) =>
            option(
              { kind: 'image', url },
              title ?? devices.backgroundImage(number.format(index + 1)),
              <img src={url} alt="" loading="lazy" />,
            ),
          )}
        </div>
      </fieldset>
    )
  },
)

interface OptionProps {
  name: string
  label: string
  look: ReactNode
  isChosen: boolean
  onChoose: () => void
}

function Option({ name, label, look, isChosen, onChoose }: OptionProps): ReactNode {
  return (
    <label className="rk-background" data-state={isChosen ? 'on' : 'off'}>
      <input type="radio" name={name} checked={isChosen} onChange={onChoose} />
      <span className="rk-background-look" aria-hidden>
        {look}
      </span>
      <span className="rk-background-name">{label}</span>
    </label>
  )
}

function keyOf(background: Background): string {
  return background.kind === 'image' ? `image ${background.url}` : background.kind
}

'use client'
import { forwardRef, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { ComponentPropsWithoutRef } from 'react'
import { cx } from './cx.ts'

/** How a level is drawn. `ring`: around what is inside the meter, such as an avatar. */
export type MeterVariant = 'bar' | 'dots' | 'ring'

export interface MeterProps extends ComponentPropsWithoutRef<'div'> {
  /** Default: bar. */
  variant?: MeterVariant
}

/** So often, at most, the number that assistive technology reads is renewed. Milliseconds. */
const TOLD_EVERY_MS = 250

/** A level 0..100, past React: drawn at once, told four times a second at most, the last one for sure. */
export interface MeterLevel {
  set(level: number): void
  /** Draws it on this element from now on; returns what ends that. */
  attach(element: HTMLElement): () => void
}

/** One that nothing draws yet. */
export function createMeterLevel(): MeterLevel {
  let level = 0
  let shown: HTMLElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const tell = (): void => shown?.setAttribute('aria-valuenow', String(Math.round(level)))
  const draw = (): void => {
    shown?.style.setProperty('--rk-level', (level / 100).toFixed(3))
    if (!shown || timer !== undefined) return
    tell()
    timer = setTimeout(() => {
      timer = undefined
      tell()
    }, TOLD_EVERY_MS)
  }
  return {
    set(next) {
      level = Math.min(100, Math.max(0, next))
      draw()
    },
    attach(element) {
      shown = element
      draw()
      return () => {
        shown = undefined
        clearTimeout(timer)
        timer = undefined
      }
    },
  }
}

/** A level for a `Meter`: setting it never renders. */
export function useMeterLevel(): MeterLevel {
  return useState(createMeterLevel)[0]
}

/** A loudness, told to everybody: `role="meter"`, 0..100. */
export const Meter = /* @__PURE__ */ forwardRef<HTMLDivElement, MeterProps & { level: MeterLevel }>(function Meter(
  { level, variant = 'bar', className, children, ...props },
  ref,
) {
  const meter = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => meter.current, [])
  useEffect(
    function draw() {
      return meter.current ? level.attach(meter.current) : undefined
    },
    [level],
  )
  return (
    <div
      role="meter"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      data-variant={variant}
      {...props}
      ref={meter}
      className={cx('rk rk-volume-meter', className)}
    >
      {variant === 'bar' && <span className="rk-volume-meter-bar" />}
      {variant === 'dots' && DOTS.map((dot) => <span key={dot} className="rk-volume-meter-dot" />)}
      {children}
    </div>
  )
})

const DOTS = [0, 1, 2, 3, 4] as const

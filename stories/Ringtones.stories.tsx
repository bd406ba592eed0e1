import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { playTone, ringbacks, ringtones } from '@ringkit/react'
import type { Tone } from '@ringkit/react'

/** A button for each tone, to hear what an app may choose. */
function Tones({ tones }: { tones: Readonly<Record<string, Tone>> }): ReactNode {
  const [played, setPlayed] = useState<string>()
  useEffect(() => {
    const tone = played === undefined ? undefined : tones[played]
    return tone && playTone(tone)
  }, [played, tones])
  return (
    <main style={{ display: 'flex', flexWrap: 'wrap', gap: '0.75rem', padding: '2rem' }}>
      {Object.keys(tones).map((name) => (
        <button
          key={name}
          type="button"
          className="rk rk-button"
          aria-pressed={played === name}
          onClick={() => setPlayed(played === name ? undefined : name)}
        >
          {played === name ? `Stop ${name}` : `Play ${name}`}
        </button>
      ))}
    </main>
  )
}

const meta = { title: 'Ringtones', component: Tones, args: { tones: ringtones } } satisfies Meta<typeof Tones>
export default meta
type Story = StoryObj<typeof meta>

/** `<CallKit sounds={{ ringtone: 'marimba' }} />` */
export const ForTheCalled: Story = {
  async play({ canvas, userEvent }) {
    await userEvent.click(canvas.getByRole('button', { name: 'Play marimba' }))
    await expect(canvas.getByRole('button', { name: 'Stop marimba' })).toBeVisible()
    await userEvent.click(canvas.getByRole('button', { name: 'Play soft' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Stop soft' }))
    await expect(canvas.getAllByRole('button', { name: /^Play/ })).toHaveLength(4)
  },
}

/** `<CallKit sounds={{ ringback: 'european' }} />` */
export const ForTheCaller: Story = {
  args: { tones: ringbacks },
  async play({ canvas }) {
    await expect(canvas.getAllByRole('button')).toHaveLength(4)
  },
}

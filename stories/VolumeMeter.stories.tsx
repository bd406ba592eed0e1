import type { Meta, StoryObj } from '@storybook/react-vite'
import { Profiler } from 'react'
import { expect, fn, waitFor } from 'storybook/test'
import { Avatar, VolumeMeter } from '@ringkit/react'
import { onStage, Screen, stageOf } from './stage.tsx'

const meta = {
  title: 'VolumeMeter',
  component: VolumeMeter,
  ...onStage,
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ maxInlineSize: '20rem', padding: '2rem' }}>
        <VolumeMeter {...args} />
      </div>
    </Screen>
  ),
  async play(context) {
    const stage = stageOf(context)
    await stage.connect('audio', 'bob')
    const meter = await context.canvas.findByRole('meter', { name: 'Microphone level' })
    stage.simulator.person('ann').setVolume(70)
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '70'))
    await expect(meter.style.getPropertyValue('--rk-level')).toBe('0.700')
    await expect(meter).toHaveAttribute('aria-valuemax', '100')
  },
} satisfies Meta<typeof VolumeMeter>
export default meta
type Story = StoryObj<typeof meta>

export const Bar: Story = {}
export const Dots: Story = { args: { variant: 'dots' } }
export const Ring: Story = { args: { variant: 'ring', children: <Avatar userID="ann" name="Ann Lindgren" /> } }

/** Nobody talks any more: it is empty, and says so. */
export const Silent: Story = {
  async play(context) {
    const stage = stageOf(context)
    await stage.connect('audio', 'bob')
    const meter = await context.canvas.findByRole('meter', { name: 'Microphone level' })
    stage.simulator.person('ann').setVolume(50)
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '50'))
    stage.simulator.person('ann').setVolume(0)
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '0'))
  },
}

/** React's commits below the profiler. */
const commits = fn()

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

/** Two seconds of a voice that never stands still: each of the thirty levels a second is in the next frame, and nothing renders. */
export const ThirtyASecond: Story = {
  parameters: { simulator: { clock: 'manual' } },
  render: (args, context) => (
    <Screen stage={stageOf(context)}>
      <div style={{ maxInlineSize: '20rem', padding: '2rem' }}>
        <Profiler id="meter" onRender={commits}>
          <VolumeMeter {...args} />
        </Profiler>
      </div>
    </Screen>
  ),
  async play(context) {
    const { simulator, ann } = stageOf(context)
    const person = simulator.person('ann')
    person.setVolume(5)
    await stageOf(context).connect('audio', 'bob')
    const meter = await context.canvas.findByRole('meter', { name: 'Microphone level' })
    const drawn = (): string => meter.style.getPropertyValue('--rk-level')
    await simulator.clock.advance(100)
    commits.mockClear()
    const told: number[] = []
    const off = ann.onVolume('ann', (level) => told.push(level))
    const frames: string[] = []
    for (let step = 0; step < 60; step++) {
      person.setVolume(10 + step)
      await simulator.clock.advance(1000 / 30)
      await nextFrame()
      frames.push(drawn())
      await expect(Number(drawn()) * 100).toBeCloseTo(told.at(-1) ?? -1, 0)
    }
    off()
    await expect(new Set(frames).size).toBeGreaterThanOrEqual(60)
    await expect(commits).not.toHaveBeenCalled()
  },
}

/** Somebody else's voice. */
export const OfAnother: Story = {
  args: { userID: 'bob', 'aria-label': 'Bob’s voice' },
  async play(context) {
    const stage = stageOf(context)
    await stage.connect('audio', 'bob')
    stage.simulator.person('bob').setVolume(40)
    const meter = await context.canvas.findByRole('meter', { name: 'Bob’s voice' })
    await waitFor(() => expect(meter).toHaveAttribute('aria-valuenow', '40'))
  },
}

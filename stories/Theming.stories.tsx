import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fireEvent, waitFor } from 'storybook/test'
import { ThemingKnobs } from './pages/ThemingKnobs.tsx'

const meta = {
  title: 'Theming variables',
  component: ThemingKnobs,
  decorators: [
    (Story) => (
      <main>
        <Story />
      </main>
    ),
  ],
} satisfies Meta<typeof ThemingKnobs>
export default meta
type Story = StoryObj<typeof meta>

/** Five variables restyle `CallKit`: what the screens compute is what the style sheet says, before and after a change. */
export const FiveVariables: Story = {
  async play({ canvas, canvasElement }) {
    const part = async (selector: string): Promise<HTMLElement> => {
      await waitFor(() => expect(canvasElement.querySelector(selector)).not.toBeNull())
      const element = canvasElement.querySelector(selector)
      if (!(element instanceof HTMLElement)) throw new Error(`There is no ${selector}.`)
      return element
    }
    const ring = await part('.rk-incoming-call')
    const view = await part('.rk-call-view')
    const tile = await part('.rk-call-view .rk-video-tile')
    const accept = await part('.rk-incoming-call [data-tone="positive"]')
    const disc = accept.querySelector('.rk-control-button-icon') ?? accept
    const looks = () => ({
      card: getComputedStyle(ring).backgroundColor,
      text: getComputedStyle(ring).color,
      positive: getComputedStyle(disc).backgroundColor,
      stage: getComputedStyle(view).backgroundColor,
      radius: getComputedStyle(tile).borderStartStartRadius,
    })
    await waitFor(() =>
      expect(looks()).toEqual({
        card: 'rgb(255, 247, 237)',
        text: 'rgb(67, 20, 7)',
        positive: 'rgb(15, 118, 110)',
        stage: 'rgb(46, 16, 101)',
        radius: '28px',
      }),
    )
    const turn = (label: RegExp, value: string) => fireEvent.input(canvas.getByLabelText(label), { target: { value } })
    await turn(/^Cards/, '#e0f2fe')
    await turn(/^Text on cards/, '#082f49')
    await turn(/^Taking a call/, '#4338ca')
    await turn(/^Background of a call/, '#052e16')
    await turn(/^Corners/, '4')
    await waitFor(() =>
      expect(looks()).toEqual({
        card: 'rgb(224, 242, 254)',
        text: 'rgb(8, 47, 73)',
        positive: 'rgb(67, 56, 202)',
        stage: 'rgb(5, 46, 22)',
        radius: '4px',
      }),
    )
  },
}

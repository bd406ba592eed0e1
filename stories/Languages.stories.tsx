import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, screen, waitFor, within } from 'storybook/test'
import { CallKit, CallProvider, loadMessages } from '@ringkit/react'
import type { Language, Messages } from '@ringkit/react'
import { onStage, stageOf } from './stage.tsx'
import type { Stage } from './stage.tsx'

interface Spoken {
  language: Language
}

/** The narrowest phone: what fits here fits everywhere. */
const meta = {
  title: 'Languages',
  ...onStage,
  args: { language: 'en' },
  parameters: {
    viewport: { options: { narrow: { name: 'Narrow phone', styles: { width: '320px', height: '640px' } } } },
  },
  globals: { viewport: { value: 'narrow', isRotated: false } },
  render: ({ language }, context) => (
    <CallProvider engine={stageOf(context).ann} language={language}>
      <style>{'html { font-family: system-ui, sans-serif }'}</style>
      <main style={{ blockSize: '100dvb' }}>
        <CallKit people={[{ userID: 'farid', name: 'Farid Rahimi' }]} sounds={{ ringtone: null, ringback: null }} />
      </main>
    </CallProvider>
  ),
} satisfies Meta<Spoken>
export default meta
type Story = StoryObj<typeof meta>

/** Texts that are wider than the box they stand in, or reach out of the screen. Names may end in an ellipsis. */
function cutTexts(root: HTMLElement): string[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const cut: string[] = []
  while (walker.nextNode()) {
    const { currentNode: text } = walker
    const parent = text.parentElement
    if (!parent || parent.closest('bdi, option, style, .rk-visually-hidden') || !text.textContent?.trim()) continue
    const range = document.createRange()
    range.selectNodeContents(text)
    const { left, right } = range.getBoundingClientRect()
    const isWider = parent.clientWidth > 0 && parent.scrollWidth > parent.clientWidth + 1
    if (isWider || left < -0.5 || right > document.documentElement.clientWidth + 0.5) cut.push(text.textContent)
  }
  return cut
}

async function expectSpoken(element: HTMLElement, language: Language): Promise<void> {
  const { locale } = await loadMessages(language)
  await expect(element).toHaveAttribute('lang', locale)
  await expect(getComputedStyle(element).direction).toBe(language === 'ar' ? 'rtl' : 'ltr')
  await waitFor(() => expect(cutTexts(element)).toEqual([]))
}

async function ringing(stage: Stage, language: Language): Promise<void> {
  const messages = await loadMessages(language)
  const bob = await stage.signIn('bob')
  await bob.call({ userIDList: ['ann', 'carol', 'dave'], type: 'video' })
  const dialog = await screen.findByRole('dialog', { name: messages.incomingCall })
  for (const name of [messages.accept, messages.acceptWithoutCamera, messages.decline]) {
    await waitFor(() => expect(within(dialog).getByRole('button', { name })).toBeVisible())
  }
  await expectSpoken(dialog, language)
}

async function talking(stage: Stage, language: Language): Promise<void> {
  const messages = await loadMessages(language)
  await stage.connect('video', 'bob', 'carol', 'dave', 'erin')
  const region = await screen.findByRole('region', { name: messages.call })
  await within(region).findByRole('button', { name: messages.muteMicrophone })
  for (const name of [messages.turnCameraOff, messages.hangUp]) {
    await expect(await within(region).findByRole('button', { name })).toBeVisible()
  }
  await expect(within(region).getByText(messages.groupCall(5))).toBeVisible()
  await expectSpoken(region, language)
  await moreOf(region, messages, language)
}

/** On the narrowest phone most of it is in "More". */
async function moreOf(region: HTMLElement, messages: Messages, language: Language): Promise<void> {
  within(region).getByRole('button', { name: messages.devices.more }).click()
  const menu = await screen.findByRole('dialog', { name: messages.devices.more })
  for (const name of [messages.invitePeople, messages.switchToAudio, messages.devices.settings]) {
    await expect(within(menu).getByRole('button', { name })).toBeVisible()
  }
  await expect(within(menu).getByRole('combobox', { name: messages.devices.speaker })).toBeVisible()
  await expectSpoken(menu, language)
}

const incoming = (language: Language): Story => ({
  args: { language },
  play: (context) => ringing(stageOf(context), language),
})

const inCall = (language: Language): Story => ({
  args: { language },
  play: (context) => talking(stageOf(context), language),
})

export const EnglishIncoming: Story = incoming('en')
export const EnglishCall: Story = inCall('en')
export const KoreanIncoming: Story = incoming('ko')
export const KoreanCall: Story = inCall('ko')
export const ChineseIncoming: Story = incoming('zh')
export const ChineseCall: Story = inCall('zh')
export const JapaneseIncoming: Story = incoming('ja')
export const JapaneseCall: Story = inCall('ja')
export const SpanishIncoming: Story = incoming('es')
export const SpanishCall: Story = inCall('es')
export const GermanIncoming: Story = incoming('de')
export const GermanCall: Story = inCall('de')
export const FrenchIncoming: Story = incoming('fr')
export const FrenchCall: Story = inCall('fr')
export const ArabicIncoming: Story = incoming('ar')
export const ArabicCall: Story = inCall('ar')

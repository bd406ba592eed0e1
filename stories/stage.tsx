import { useContext } from 'react'
import type { ReactNode } from 'react'
import type { CallEngine } from '@ringkit/core'
import { createSimulator } from '@ringkit/core/simulator'
import type { Simulator, SimulatorOptions } from '@ringkit/core/simulator'
import { expect, waitFor } from 'storybook/test'
import type { within } from 'storybook/test'
import { CallProvider } from '@ringkit/react'
import type { Messages } from '@ringkit/react'
import { StoryLanguage } from './storyLanguage.ts'

const people = [
  { userID: 'ann', name: 'Ann Lindgren' },
  { userID: 'bob', name: 'Bob Okafor' },
  { userID: 'carol', name: 'Carol Jiménez' },
  { userID: 'dave', name: 'Dave Park' },
  { userID: 'erin', name: 'Erin O’Neill' },
  { userID: 'farid', name: 'Farid Rahimi' },
]

/** A call server with people, and Ann, whose screen the story shows. Real engines; only network and media are simulated. */
export class Stage {
  readonly simulator: Simulator
  readonly ann: CallEngine

  constructor(options: Partial<SimulatorOptions> = {}) {
    this.simulator = createSimulator({ people, ...options })
    this.ann = this.simulator.createEngine('ann')
  }

  /** Somebody else, signed in. */
  async signIn(userID: string): Promise<CallEngine> {
    const engine = this.simulator.createEngine(userID)
    await engine.login()
    return engine
  }

  /** Somebody else, who takes every call. */
  async accepting(userID: string): Promise<CallEngine> {
    const engine = await this.signIn(userID)
    engine.on('INVITED', () => void engine.accept())
    return engine
  }

  /** Ann in a call with these people, all of them there. */
  async connect(type: 'audio' | 'video', ...userIDs: string[]): Promise<CallEngine[]> {
    const others = await Promise.all(userIDs.map((userID) => this.accepting(userID)))
    await this.ann.call({ userIDList: userIDs, type })
    await this.until(() => userIDs.every((userID) => this.ann.store.getState().members[userID]?.isEntered))
    return others
  }

  /**
   * Ann in a call with this crowd. They come in one after the other: all at once they would wait for each other's turns, most of
   * them in vain, which takes a page ten seconds for 49.
   */
  async gather(type: 'audio' | 'video', userIDs: readonly string[]): Promise<CallEngine[]> {
    const others = await Promise.all(userIDs.map((userID) => this.signIn(userID)))
    await this.ann.call({ userIDList: [...userIDs], type })
    for (const other of others) await other.accept()
    await this.until(() => userIDs.every((userID) => this.ann.store.getState().members[userID]?.isEntered))
    return others
  }

  /** Waits until Ann's state says so. */
  async until(isTrue: () => boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const check = (): boolean => {
        if (!isTrue()) return false
        stop()
        resolve()
        return true
      }
      const stop = this.ann.store.subscribe(() => check())
      check()
    })
  }
}

/** What Storybook has loaded for a story. */
interface Context {
  loaded: Record<string, unknown>
}

/** The stage of the story that plays. */
export function stageOf({ loaded }: Context): Stage {
  if (loaded.stage instanceof Stage) return loaded.stage
  throw new Error('This story has no stage: spread `onStage` into its meta.')
}

/**
 * For a meta: a stage per story, Ann signed in, the story inside her provider, everything ended afterwards. `parameters.simulator`
 * has options of its simulator.
 */
export const onStage = {
  loaders: [
    async ({ parameters }: { parameters: { simulator?: Partial<SimulatorOptions> } }) => {
      // What an earlier story has chosen is not remembered in this one.
      localStorage.clear()
      const stage = new Stage(parameters.simulator)
      await stage.ann.login()
      return { stage }
    },
  ],
  beforeEach: (context: Context) => () => stageOf(context).simulator.destroy(),
}

/** Puts what a story shows on Ann's screen. */
export function Screen({ stage, messages, children }: ScreenProps): ReactNode {
  const language = useContext(StoryLanguage)
  return (
    <CallProvider engine={stage.ann} {...(language ? { language } : {})} {...(messages ? { messages } : {})}>
      <main style={{ blockSize: '100dvb' }}>{children}</main>
    </CallProvider>
  )
}

interface ScreenProps {
  stage: Stage
  messages?: Messages
  children: ReactNode
}

/**
 * For a meta or a story: somebody reads the notices, which stay meanwhile, for as long as a busy machine takes to look at them.
 * The pointer is on each, where no script can put it.
 */
export function readNotices(): () => void {
  const { prototype } = HTMLDivElement
  Object.defineProperty(prototype, 'matches', {
    configurable: true,
    value(this: HTMLDivElement, selectors: string): boolean {
      const isRead = this.classList.contains('rk-notice') && selectors.includes(':hover')
      return isRead || Element.prototype.matches.call(this, selectors)
    },
  })
  return () => void Reflect.deleteProperty(prototype, 'matches')
}

/** Waits until a text can be seen: cards fade in. */
export async function seen(canvas: Pick<ReturnType<typeof within>, 'getByText'>, text: string | RegExp): Promise<void> {
  await waitFor(() => expect(canvas.getByText(text)).toBeVisible())
}

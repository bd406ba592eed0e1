import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

/** A program of the benchmark in a process of its own. It ends with this one. */
export interface Program<Questions extends { [name: string]: [question: unknown, answer: unknown] }> {
  ask<N extends keyof Questions & string>(name: N, question: Questions[N][0]): Promise<Questions[N][1]>
  stop(): Promise<void>
}

interface Question {
  id: number
  name: string
  question: unknown
}
interface Answer {
  id: number
  answer?: unknown
  error?: string
}

/** Starts a program: JavaScript as it is, TypeScript by tsx. With `--expose-gc` and whatever else Node is told. */
export function startProgram<Questions extends { [name: string]: [unknown, unknown] }>(
  file: string,
  { env = {}, nodeFlags = [] }: { env?: NodeJS.ProcessEnv; nodeFlags?: readonly string[] } = {},
): Program<Questions> {
  const child: ChildProcess = fork(resolve(import.meta.dirname, file), {
    env: { ...process.env, ...env },
    execArgv: [...(file.endsWith('.ts') ? ['--import', 'tsx'] : []), '--expose-gc', ...nodeFlags],
  })
  const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>()
  let asked = 0
  let isStopping = false
  child.on('message', (message) => {
    // Only `answerQuestions` writes there.
    const { id, answer, error } = message as Answer
    const asker = waiting.get(id)
    waiting.delete(id)
    if (error !== undefined) asker?.reject(new Error(error))
    else asker?.resolve(answer as never)
  })
  const ended = once(child, 'exit').then(() => {
    if (!isStopping) for (const { reject } of waiting.values()) reject(new Error(`${file} has ended`))
  })
  return {
    ask: (name, question) =>
      new Promise((resolve, reject) => {
        const id = (asked += 1)
        waiting.set(id, { resolve, reject })
        child.send({ id, name, question } satisfies Question, (error) => error && reject(error))
      }),
    async stop() {
      isStopping = true
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** The other end: answers until the parent has gone. */
export function answerQuestions<Questions extends { [name: string]: [unknown, unknown] }>(
  answers: { [N in keyof Questions]: (question: Questions[N][0]) => Promise<Questions[N][1]> },
  onEnd: () => Promise<void> = async () => undefined,
): void {
  process.on('message', (message) => {
    // Only `startProgram` writes there.
    const { id, name, question } = message as Question
    const send = (answer: Omit<Answer, 'id'>) => process.send?.({ id, ...answer })
    answers[name as keyof Questions](question).then(
      (answer) => send({ answer }),
      (error: unknown) => send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    )
  })
  process.once('disconnect', () => void onEnd().finally(() => process.exit(0)))
}

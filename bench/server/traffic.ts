/** What a call is made of, in this order; `access` only where there are rooms. */
export const steps = ['call', 'accept', 'access', 'hangup'] as const
export type Step = (typeof steps)[number]

/** What the call server sent at one step of a call. */
export interface Sent {
  /** To who asked. */
  answer: unknown
  /** To the other one, and to who asked beside the answer. */
  push: unknown[]
  back: unknown[]
}

/** A whole call's traffic, as the call server had it: the relay sends the same number of messages of the same length. */
export type Traffic = Partial<Record<Step, Sent>>

/** What the relay is asked: to send what belongs to this step. */
export interface RelayRequest {
  to: string
  step: Step
  /** Makes the request as long as the call server's. */
  pad: string
}

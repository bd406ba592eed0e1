import type { Messages } from './en.ts'

/** One text, or what makes one. */
type Text = string | ((...parts: never[]) => string)

/** Some texts of the kit; the groups, such as `status`, may be given in part too. */
export type MessagesOverride = {
  readonly [Key in keyof Messages]?: Messages[Key] extends Readonly<Record<string, Text>>
    ? Readonly<Partial<Messages[Key]>>
    : Messages[Key]
}

/** The texts of a language with one's own in their place. */
export function mergeMessages(base: Messages, override: MessagesOverride | undefined): Messages {
  if (!override) return base
  return {
    ...base,
    ...override,
    status: { ...base.status, ...override.status },
    quality: { ...base.quality, ...override.quality },
    inCall: { ...base.inCall, ...override.inCall },
    devices: { ...base.devices, ...override.devices },
    beforeCall: { ...base.beforeCall, ...override.beforeCall },
    ring: { ...base.ring, ...override.ring },
    errors: { ...base.errors, ...override.errors },
  }
}

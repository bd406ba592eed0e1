import * as kit from '@ringkit/react'

/** A context is exported beside the components, and is none. */
function isComponent(value: unknown): boolean {
  if (typeof value === 'function') return !(value.prototype instanceof Error)
  return typeof value === 'object' && value !== null && '$$typeof' in value && 'render' in value
}

/** The components of the kit, by the names that it exports. */
export const componentNames: readonly string[] = Object.entries(kit)
  .filter(([name, value]) => /^[A-Z]/.test(name) && isComponent(value))
  .map(([name]) => name)

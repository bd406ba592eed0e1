/** A hook of Node's: React, whoever imports it, is the one of this directory. */
export function resolve(specifier, context, nextResolve) {
  const isReact = /^react(-dom)?(\/|$)/.test(specifier)
  return nextResolve(specifier, isReact ? { ...context, parentURL: import.meta.url } : context)
}

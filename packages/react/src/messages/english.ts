/**
 * English for who asks for it by name, as for any language. A module between, since a bundler warns of one that is imported both
 * at once, as `en.ts` is by the screens, and later.
 */
export { en } from './en.ts'

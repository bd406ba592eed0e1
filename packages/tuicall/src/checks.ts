import { TUICallError } from './errorCodes.ts'

type Kinds = { string: string; number: number; array: readonly unknown[] }

const isOf: { [K in keyof Kinds]: (value: unknown) => value is Kinds[K] } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  array: (value): value is readonly unknown[] => Array.isArray(value),
}

/** `params[key]`, which must be there and of that kind; a text or list must not be empty. */
export function required<K extends keyof Kinds>(params: object | undefined, key: string, kind: K): Kinds[K] {
  const value: unknown = params && Reflect.get(params, key)
  if (value === undefined || value === null) throw TUICallError.parameter('missing', `${key} is needed.`)
  const is: (value: unknown) => value is Kinds[K] = isOf[kind]
  if (!is(value)) throw TUICallError.parameter('type', `${key} must be of type ${kind}.`)
  if (kind !== 'number' && Reflect.get(Object(value), 'length') === 0) {
    throw TUICallError.parameter('empty', `${key} must not be empty.`)
  }
  return value
}

/** `value` if it is one of `range`. */
export function oneOf<T>(name: string, value: unknown, range: readonly T[]): T {
  const found = range.find((each) => each === value)
  if (found === undefined) throw TUICallError.parameter('range', `${name} must be one of ${range.join(', ')}.`)
  return found
}

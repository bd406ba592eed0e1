import { TUICallError } from './errorCodes.ts'

type Kinds = { string: string; number: number; 'string[]': string[] }

const isOf: { [K in keyof Kinds]: (value: unknown) => value is Kinds[K] } = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  'string[]': (value): value is string[] => Array.isArray(value) && value.every((each) => typeof each === 'string'),
}

/** `params[key]`, which must be there and of that kind; a text or list must not be empty. */
export function required<K extends keyof Kinds>(params: object | undefined, key: string, kind: K): Kinds[K] {
  const value: unknown = params && Reflect.get(params, key)
  if (value === undefined || value === null) throw TUICallError.parameter('missing', `${key} is needed.`)
  const is: (value: unknown) => value is Kinds[K] = isOf[kind]
  if (!is(value)) throw TUICallError.parameter('type', `${key} must be of type ${kind}.`)
  if (Object(value).length === 0) throw TUICallError.parameter('empty', `${key} must not be empty.`)
  return value
}

/** What `table` has for `key`, which must be one of its keys. */
export function choice<T>(name: string, key: unknown, table: Readonly<Record<string, T>>): T {
  const found = Object.entries(table).find(([each]) => each === String(key))
  if (!found) throw TUICallError.parameter('range', `${name} must be one of ${Object.keys(table).join(', ')}.`)
  return found[1]
}

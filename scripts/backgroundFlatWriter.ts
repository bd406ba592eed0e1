/** A part of a flatbuffer, in the order of its schema's fields. `at`: a part that is there already, in the file that follows. */
export type Part =
  | { table: readonly Field[] }
  | { list: readonly Part[] }
  | { floats: readonly number[] }
  | { text: string }
  | { bytes: Uint8Array }
  | { at: number }
export type Field = Part | { number: number } | undefined

/**
 * Writes a flatbuffer that refers to parts of another one, to be put in front of it: the format's references point forward
 * only, so parents come before their children. Every field takes four bytes; the format is little-endian.
 */
export class FlatWriter {
  readonly #bytes: number[] = []
  readonly #forward: { slot: number; at: number }[] = []

  finish(root: Part, identifier: string): Uint8Array {
    const slot = this.#number(0)
    for (const letter of identifier) this.#bytes.push(letter.charCodeAt(0))
    this.#refer(slot, root)
    // What follows keeps its own alignment.
    this.#align(16)
    const length = this.#bytes.length
    for (const { slot, at } of this.#forward) this.#patch(slot, length + at - slot)
    return Uint8Array.from(this.#bytes)
  }

  #refer(slot: number, part: Part): void {
    if ('at' in part) this.#forward.push({ slot, at: part.at })
    else this.#patch(slot, this.#write(part) - slot)
  }

  #write(part: Exclude<Part, { at: number }>): number {
    if ('table' in part) return this.#table(part.table)
    this.#align(4)
    const start = this.#bytes.length
    if ('list' in part) {
      this.#number(part.list.length)
      const slots = part.list.map((one) => [this.#number(0), one] as const)
      for (const [slot, one] of slots) this.#refer(slot, one)
      return start
    }
    if ('floats' in part) {
      this.#number(part.floats.length)
      this.#bytes.push(...new Uint8Array(Float32Array.from(part.floats).buffer))
      return start
    }
    const bytes = 'text' in part ? new TextEncoder().encode(part.text) : part.bytes
    this.#number(bytes.length)
    this.#bytes.push(...bytes, 0)
    return start
  }

  #table(fields: readonly Field[]): number {
    this.#align(4)
    const shape = this.#bytes.length
    this.#short(4 + 2 * fields.length)
    this.#short(4 + 4 * fields.length)
    for (const [index, field] of fields.entries()) this.#short(field ? 4 + 4 * index : 0)
    this.#align(4)
    const start = this.#number(0)
    this.#patch(start, start - shape)
    const slots = fields.map((field) => [this.#number(field && 'number' in field ? field.number : 0), field] as const)
    for (const [slot, field] of slots) if (field && !('number' in field)) this.#refer(slot, field)
    return start
  }

  #number(value: number): number {
    const slot = this.#bytes.length
    this.#bytes.push(0, 0, 0, 0)
    this.#patch(slot, value)
    return slot
  }

  #short(value: number): void {
    this.#bytes.push(value & 255, value >> 8)
  }

  #patch(slot: number, value: number): void {
    for (let index = 0; index < 4; index += 1) this.#bytes[slot + index] = (value >>> (8 * index)) & 255
  }

  #align(to: number): void {
    while (this.#bytes.length % to !== 0) this.#bytes.push(0)
  }
}

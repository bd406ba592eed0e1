export interface Weighed {
  name: string
  bytes: number
}

export interface Complaint {
  name: string
  /** For who made it grow. */
  sentence: string
}

/** What weighs more than its limit, kB of 1000 bytes, or has none, and limits of what is not there. Pure. */
export function excess(sizes: readonly Weighed[], limits: Readonly<Record<string, number>>): Complaint[] {
  const heavy = sizes.flatMap(({ name, bytes }): Complaint[] => {
    const limit = limits[name]
    if (limit === undefined) return [{ name, sentence: `"${name}" has no limit in scripts/sizeLimits.ts.` }]
    if (bytes <= limit * 1000) return []
    const over = `${Math.ceil(bytes - limit * 1000)} bytes more than the ${limit} kB it may have`
    return [
      { name, sentence: `"${name}" has grown to ${(bytes / 1000).toFixed(1)} kB: ${over} (scripts/sizeLimits.ts).` },
    ]
  })
  const gone = Object.keys(limits).filter((name) => !sizes.some((size) => size.name === name))
  return [
    ...heavy,
    ...gone.map((name) => ({ name, sentence: `scripts/sizeLimits.ts limits "${name}", which is not measured.` })),
  ]
}

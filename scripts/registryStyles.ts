/** What a stylesheet of the kit gives to others, and what it takes from them. */
export interface Stylesheet {
  /** The classes it styles in their own right, not only inside or together with others. */
  readonly classes: ReadonlySet<string>
  /** Every class it names. */
  readonly named: ReadonlySet<string>
  readonly keyframes: ReadonlySet<string>
  /** The keyframes it runs, its own or another file's. */
  readonly animations: ReadonlySet<string>
}

/** Reads a stylesheet: selectors, keyframes and animations of Ringkit, nothing else. */
export function readStylesheet(css: string): Stylesheet {
  const text = css.replaceAll(/\/\*[^]*?\*\//g, '')
  const preludes = [...text.matchAll(/([^{};]+)\{/g)].map(([, prelude = '']) => prelude.trim())
  const selectors = preludes.filter((each) => !each.startsWith('@')).flatMap((each) => each.split(','))
  // `.rk-tile:hover > .rk-name` styles the tile; `.rk-button.rk-pin` neither of the two by itself.
  const classes = selectors.flatMap((selector) => {
    const [first = ''] = selector.trim().split(/[\s>+~]/)
    const own = kitClasses(first)
    return own.length === 1 ? own : []
  })
  return {
    classes: new Set(classes),
    named: new Set(selectors.flatMap(kitClasses)),
    keyframes: new Set([...text.matchAll(/@keyframes\s+(rk-[\w-]+)/g)].map(([, name = '']) => name)),
    animations: new Set(
      [...text.matchAll(/animation(?:-name)?\s*:([^;}]*)/g)].flatMap(
        ([, value = '']) => value.match(/rk-[\w-]+/g) ?? [],
      ),
    ),
  }
}

function kitClasses(selector: string): string[] {
  return [...selector.matchAll(/\.(rk-[\w-]+)/g)].map(([, name = '']) => name)
}

/** The classes of Ringkit that a component's source names; its CSS variables are none. */
export function classesIn(source: string): readonly string[] {
  return [...new Set([...source.matchAll(/(?<![\w-])rk-[\w-]*\w/g)].map(([name]) => name))]
}

/**
 * The stylesheets that an element with these classes needs, those first whose keyframes the others run. A class that no
 * stylesheet styles in its own right comes with each that names it.
 */
export function stylesheetsFor(classes: readonly string[], sheets: ReadonlyMap<string, Stylesheet>): readonly string[] {
  const all = [...sheets]
  const needed = classes.flatMap((name) => {
    const owners = all.filter(([, sheet]) => sheet.classes.has(name))
    return (owners.length > 0 ? owners : all.filter(([, sheet]) => sheet.named.has(name))).map(([path]) => path)
  })
  const animations = new Set(needed.flatMap((path) => [...(sheets.get(path)?.animations ?? [])]))
  const running = all.filter(([, { keyframes }]) => [...animations].some((name) => keyframes.has(name)))
  return [...new Set([...running.map(([path]) => path), ...needed])]
}

/**
 * The stylesheet as it is copied into an app: in Tailwind's layer for components, so that utilities win over it. The first
 * line is Tailwind's own order of layers, for a page on which this file is the first to be read.
 */
export function layered(css: string): string {
  return `@layer theme, base, components, utilities;\n\n@layer components {\n${css.trim()}\n}\n`
}

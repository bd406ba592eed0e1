import type { Page } from 'playwright'

/** What makes the size, shape and colours of an element; a font the kit takes from the page. */
const properties = [
  ...['display', 'position', 'float', 'box-sizing', 'width', 'height', 'min-width', 'min-height', 'max-width'],
  ...['margin-top', 'margin-right', 'margin-bottom', 'margin-left'],
  ...['padding-top', 'padding-right', 'padding-bottom', 'padding-left'],
  ...[
    'border-top-width',
    'border-left-width',
    'border-top-style',
    'border-top-left-radius',
    'border-bottom-right-radius',
  ],
  ...['background-color', 'background-image', 'color', 'fill', 'stroke', 'opacity', 'box-shadow', 'text-shadow'],
  ...['font-size', 'font-style', 'font-weight', 'line-height', 'letter-spacing', 'text-transform', 'text-align'],
  ...['text-decoration-line', 'list-style-type', 'cursor', 'white-space-collapse'],
]

/** The look of every element of the kit, by the way to it through the document. */
export type Look = Record<string, Record<string, string>>

/**
 * Looks at every element of the kit that is on the page, but for the lines of icons, what the browser draws itself, and the
 * clock, whose width is another each second. The page has asked for less motion: nothing fades or rises.
 */
export async function lookOf(page: Page): Promise<Look> {
  return page.evaluate((names) => {
    const wayTo = (element: Element): string => {
      const parent = element.closest('.rk') === element ? undefined : element.parentElement
      const place = [...(element.parentElement?.children ?? [])].indexOf(element)
      const own = `${element.localName}${[...element.classList].map((name) => `.${name}`).join('')}`
      return parent ? `${wayTo(parent)} > ${own}:${place}` : own
    }
    const elements = [...document.querySelectorAll('.rk, .rk *')].filter(
      (element) => !element.parentElement?.closest('svg') && !element.matches('option, .rk-call-duration'),
    )
    return Object.fromEntries(
      elements.map((element) => {
        const style = getComputedStyle(element)
        return [wayTo(element), Object.fromEntries(names.map((name) => [name, style.getPropertyValue(name)]))]
      }),
    )
  }, properties)
}

/** What is otherwise, in words: `button.rk-button: padding-left 0px → 30px`. */
export function differences(before: Look, after: Look): readonly string[] {
  return Object.entries(before).flatMap(([element, style]) =>
    Object.entries(style)
      .filter(([name, value]) => after[element]?.[name] !== value)
      .map(([name, value]) => `${element}: ${name} ${value} → ${after[element]?.[name] ?? 'gone'}`),
  )
}

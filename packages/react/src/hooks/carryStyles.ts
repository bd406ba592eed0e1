/**
 * Makes another document of the same page look like this one: its style sheets, the attributes of its root that themes stand on
 * (`class`, `style`, `lang`, `dir`, `data-…`), and the CSS variables as they are at `from`, where a theme may be set on any
 * element. Resolves when the sheets are there; one that cannot be loaded is left out, as it is here.
 */
export async function carryStyles(from: Element, to: Document): Promise<void> {
  const { ownerDocument: page } = from
  for (const { name, value } of page.documentElement.attributes) to.documentElement.setAttribute(name, value)
  if (page.body.className) to.body.className = page.body.className
  carryVariables(from, to.documentElement)
  const sheets = [...page.styleSheets, ...page.adoptedStyleSheets].filter(({ disabled }) => !disabled)
  const loads = sheets.map((sheet) => (sheet.href === null ? writeSheet(sheet, to) : linkSheet(sheet, sheet.href, to)))
  await Promise.all(loads)
}

/** Those of ours that begin with `--_rk-` are made of the others at each component. */
function carryVariables(from: Element, root: HTMLElement): void {
  for (const [name, values] of from.computedStyleMap?.() ?? []) {
    if (name.startsWith('--') && !name.startsWith('--_rk-')) root.style.setProperty(name, [...values].join(''))
  }
}

function writeSheet(sheet: CSSStyleSheet, to: Document): void {
  const style = to.createElement('style')
  // A policy that asks for a nonce asks for the same one there.
  if (sheet.ownerNode instanceof HTMLElement && sheet.ownerNode.nonce) style.nonce = sheet.ownerNode.nonce
  style.media = sheet.media.mediaText
  style.textContent = [...sheet.cssRules].map(({ cssText }) => cssText).join('\n')
  to.head.append(style)
}

/** By its address: what it names from where it stands, such as fonts, is found there too. */
function linkSheet(sheet: CSSStyleSheet, href: string, to: Document): Promise<void> {
  const link = to.createElement('link')
  link.rel = 'stylesheet'
  link.media = sheet.media.mediaText
  link.href = href
  return new Promise((resolve) => {
    link.addEventListener('load', () => resolve())
    link.addEventListener('error', () => resolve())
    to.head.append(link)
  })
}

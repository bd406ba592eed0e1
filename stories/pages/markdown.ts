/** The files of docs/ that are pages here. */
const pages: Readonly<Record<string, string>> = {
  'events.md': 'events',
  'testing.md': 'testing-with-the-simulator',
  'server.md': 'server',
  'copy-paste.md': 'copy-paste',
}

/** A Markdown text whose links lead to the pages of Storybook; what is no page here is named without a link. Pictures go. */
export function relinked(text: string): string {
  return text
    .replaceAll(/!\[[^\]]*\]\([^)]*\)\n*/g, '')
    .replaceAll(/\[([^\]]+)\]\((?!https?:|#)([^)#]*)[^)]*\)/g, (_link, words: string, target: string) => {
      const page = pages[target.split('/').at(-1) ?? '']
      return page === undefined ? words : `[${words}](?path=/docs/${page}--docs)`
    })
}

/** What stands under the heading of that name, to the next one as high. Throws when there is none: then a page is out of date. */
export function partOf(text: string, heading: string): string {
  const lines = text.split('\n')
  const from = lines.findIndex((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === heading)
  const level = lines[from]?.indexOf(' ')
  if (level === undefined) throw new Error(`There is no heading "${heading}".`)
  const isEnd = (line: string): boolean => /^#+ /.test(line) && line.indexOf(' ') <= level
  let isCode = false
  const to = lines.findIndex((line, index) => {
    if (line.startsWith('```')) isCode = !isCode
    return index > from && !isCode && isEnd(line)
  })
  return lines.slice(from + 1, to < 0 ? undefined : to).join('\n')
}

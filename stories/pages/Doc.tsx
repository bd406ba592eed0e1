import { Markdown } from '@storybook/addon-docs/blocks'
import type { ReactNode } from 'react'
import { partOf, relinked } from './markdown.ts'

export interface DocProps {
  /** A file of docs/, as it is. */
  text: string
  /** From the heading of that name to the next one as high, without the heading; default: all. */
  part?: string
}

/** A page of the documentation, with links that lead to the pages here. */
export function Doc({ text, part }: DocProps): ReactNode {
  return <Markdown>{relinked(part === undefined ? text : partOf(text, part))}</Markdown>
}

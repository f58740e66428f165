import type { Html } from '../html.ts'
import { blocksOf, isWeb, markdown } from './markdown.ts'

/** Prose of the features, which is Markdown: paragraphs, lists, tables, words that are stressed or code. */
export const prose = (text: string): Html | false => text !== '' && print(blocksOf(text))

const print = markdown({
  heading: () => undefined,
  link: href => (isWeb(href) ? href : undefined),
  image: () => undefined,
})

/** The first sentence, for where there is no more room. */
export const firstSentence = (text: string): string => /^.*?[.!?](?=\s|$)/s.exec(text.trim())?.[0] ?? text.trim()

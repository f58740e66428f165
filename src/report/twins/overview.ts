import type { Joined } from '../join.ts'
import { standings } from '../parts/standing.ts'
import { document, code, plain, tallied, truth } from './markdown.ts'

/** The front page in Markdown: where everything stands. */
export function overviewTwin(site: Joined): string {
  const { title, features, operations, resources, documents } = site
  const link = (text: string, path: string) => `[${plain(text)}](${encodeURI(path.replace(/\.html$/, '.md'))})`
  return document(
    `# ${plain(title)}`,
    truth(site),
    '## Features',
    features.map(({ feature, path, counts }) => `- ${link(feature.name, path)}: ${tallied(counts)}`).join('\n'),
    '## Operations',
    operations
      .map(({ operation, shown, intent, path, answers }) => {
        const statuses = answers.map(({ status, is }) => `${status} ${standings[is]}`).join(', ')
        return `- ${link(intent, path)}: ${code(`${operation.method} ${shown}`)}${statuses && `; ${statuses}`}`
      })
      .join('\n'),
    '## Resources',
    resources.map(({ resource, path }) => `- ${link(resource.name, path)}`).join('\n'),
    documents.firsts.length > 0 && '## Documents',
    documents.firsts.map(page => `- ${link(page.title, page.path)}`).join('\n'),
  )
}

import type { Resource } from '../../model/index.ts'
import { plural } from '../../spec/index.ts'
import { article, capital } from './fields.ts'

/** What holds for a resource as a whole, a sentence each. */
export function factsOf({ name, address, list, keptBy, lenient, wrapped, operations }: Resource): readonly string[] {
  const lists = operations.some(({ kind }) => kind === 'list')
  return [
    `It is addressed by its ${address}.`,
    lists && list.order.length > 0 ? `It is listed by ${list.order.map(ordered).join(', then ')}.` : '',
    lists ? `A page has ${list.paging.size} rows unless asked otherwise, and ${list.paging.max} at most.` : '',
    ...keptBy.map(other => `${capital(article(name))} with ${plural(other)} cannot be deleted.`),
    lenient ? 'Fields that are not known are ignored.' : '',
    wrapped === undefined ? '' : `In bodies and answers it stands under the name ${wrapped}.`,
  ].filter(Boolean)
}

const ordered = (name: string) => (name.startsWith('-') ? `${name.slice(1)}, descending` : name)

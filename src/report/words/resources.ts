import type { Mark, Resource, RowRule } from '../../model/index.ts'
import { article, plural } from '../../spec/index.ts'
import { listed } from './access.ts'
import { conditionInWords } from './expressions.ts'
import { capital } from './fields.ts'

/** What holds for a resource as a whole, a sentence each. */
export function factsOf(resource: Resource): readonly string[] {
  const { name, address, list, keptBy, lenient, wrapped, operations, trash, versioned, view, owner, seeds } = resource
  const lists = operations.some(({ kind }) => kind === 'list')
  return [
    view ? `It is a view of ${article(view.of)}: ${listed(view.fields)}.` : `It is addressed by its ${address}.`,
    owner === undefined ? '' : `It belongs to whoever made it, as ${owner} says.`,
    lists && list.order.length > 0 ? `It is listed by ${list.order.map(ordered).join(', then ')}.` : '',
    lists ? `A page has ${list.paging.size} rows unless asked otherwise, and ${list.paging.max} at most.` : '',
    ...(resource.rules ?? []).map(rule => ruleInWords(rule, name)),
    ...(resource.marks ?? []).map(markInWords),
    ...keptBy.map(other => `${capital(article(name))} with ${plural(other)} cannot be deleted.`),
    trash === undefined ? '' : `What is deleted is kept: ${trash} says when it was thrown away.`,
    versioned ? versions(versioned.required) : '',
    seeds?.length ? `From the start there ${seeds.length === 1 ? 'is one row' : `are ${seeds.length} rows`}.` : '',
    lenient ? 'Fields that are not known are ignored.' : '',
    wrapped === undefined ? '' : `In bodies and answers it stands under the name ${wrapped}.`,
  ].filter(Boolean)
}

const versions = (required: boolean) =>
  `A change ${required ? 'has to say' : 'may say'} by If-Match which version it is of, and is refused when there is a newer one.`

const markInWords = ({ verb, flag, count }: Mark): string => {
  const shown = [flag, count].filter(name => name !== undefined)
  return `Clients can ${verb} it, and take that back${shown.length ? `; ${listed(shown)} show it` : ''}.`
}

function ruleInWords(rule: RowRule, name: string): string {
  switch (rule.is) {
    case 'always': {
      const { bound } = rule
      const limit =
        typeof bound === 'number'
          ? bound
          : bound.reference === undefined
            ? `its ${bound.field}`
            : `the ${bound.field} of its ${bound.reference}`
      return `Its ${rule.field} is always ${rule.by} ${limit}, however much is written at once.`
    }
    case 'bound':
      return `Its ${rule.field} is ${rule.direction} ${rule.bound} while ${conditionInWords(rule.when)}.`
    case 'only':
      return `Of the ${plural(name)} of one ${rule.reference}, at most one has ${conditionInWords(rule.where)}.`
    case 'apart':
      return `The ${plural(name)} of one ${rule.reference} never overlap between ${rule.begins} and ${rule.ends}${rule.where ? ` where ${conditionInWords(rule.where)}` : ''}.`
    case 'needs':
      return `Its ${rule.reference} must be one where ${conditionInWords(rule.where)}.`
  }
}

const ordered = (name: string) => (name.startsWith('-') ? `${name.slice(1)}, descending` : name)

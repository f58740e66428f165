import {
  guessesOf,
  isNow,
  isSent,
  type ApiModel,
  type Operation,
  type Resource,
  type Target,
} from '../../model/index.ts'
import { article, durationInWords, plural, words } from '../../spec/index.ts'
import { limitsOf } from '../limits-of.ts'
import { isConditional } from '../parameters.ts'
import { accessInWords, listed } from './access.ts'
import { conditionInWords } from './expressions.ts'
import { capital } from './fields.ts'

/** What an operation is for, in a line: `List the reviews of a book`. */
export function intentOf({ kind, parents, name, field, own, where, puts }: Operation, resource: Resource): string {
  const one = resource.name
  const it = own ? `the client's own ${one}` : article(one)
  const parent = parents.at(-1)
  const of = parent === undefined ? '' : ` of ${article(parent)}`
  switch (kind) {
    case 'create':
      return parent === undefined ? `Create ${article(one)}` : `Add ${article(one)} to ${article(parent)}`
    case 'read':
      return `Read ${it}${of}`
    case 'list':
      return `List ${parent === undefined && !where ? '' : 'the '}${plural(one)}${of}${where ? ` where ${conditionInWords(where)}` : ''}`
    case 'update':
      return `Change some fields of ${it}`
    case 'replace':
      return puts === undefined ? `Replace ${it}` : `Replace ${it}, or create it`
    case 'delete':
      return `Delete ${it}`
    case 'bulk':
      return `Create many ${plural(one)}${of}`
    case 'clear':
      return `Delete all ${plural(one)}${of}`
    case 'distinct':
      return `List the ${words(field ?? '').join(' ')} of all ${plural(one)}, each once`
    case 'counts':
      return `Count ${plural(one)}${of} by their ${words(field ?? '').join(' ')}`
    case 'redirect':
      return `Lead on to the ${words(field ?? '').join(' ')} of ${article(one)}`
    case 'transition':
      return `${sentence(name)} ${article(one)}`
    case 'restore':
      return `Restore ${article(one)}`
    case 'link':
      return `Join ${article(one)}${parent === undefined ? '' : ` with ${article(parent)}`}`
    case 'unlink':
      return `Part ${article(one)}${parent === undefined ? '' : ` from ${article(parent)}`}`
    case 'mark':
      return `${sentence(name)} ${article(one)}`
    case 'upload':
      return `Upload the ${words(field ?? '').join(' ')} of ${it}`
    case 'download':
      return `Fetch the ${words(field ?? '').join(' ')} of ${it}`
    case 'detach':
      return `Remove the ${words(field ?? '').join(' ')} of ${it}`
    case 'sign-in':
      return 'Sign in'
    case 'refresh':
      return 'Get another access token'
    case 'sign-out':
      return 'Sign out'
    case 'password':
      return 'Change the own password'
    case 'stub':
      return resource.stored ? `${sentence(name)}: ${article(one)}` : sentence(name)
  }
}

const targetInWords = (to: Target): string =>
  isNow(to) ? 'the time of it' : isSent(to) ? `the ${to.sent} that is sent` : String(to)

/** `It adds the amount that is sent to balance.` */
function effectInWords(field: string, to: Target): string {
  if (!isSent(to) || to.by === undefined) return `It makes ${field} ${targetInWords(to)}.`
  return to.by === 'plus' ? `It adds ${targetInWords(to)} to ${field}.` : `It takes ${targetInWords(to)} from ${field}.`
}

/** What is to be known about an operation besides what goes in and comes out, a sentence each. */
export function operationFacts(operation: Operation, model: ApiModel): readonly string[] {
  const { access, transition, once, cached } = operation
  const who = accessInWords(access, model)
  return [
    who && `Who may: ${who.charAt(0).toLowerCase()}${who.slice(1)}`,
    ...(transition?.moves ?? []).map(({ from, to }) =>
      from
        ? `It moves ${transition!.field} from ${listed(from.map(String), 'or')} to ${targetInWords(to)}.`
        : effectInWords(transition!.field, to),
    ),
    ...(transition?.sets ?? []).map(({ field, to }) => effectInWords(field, to)),
    ...limitsOf(operation, model).map(limitInWords),
    guessesOf(operation) === undefined
      ? ''
      : `Wrong passwords: ${guessesOf(operation)!.replace('/', ' a ')}, for each account and address.`,
    cached === undefined
      ? ''
      : `Its answers are kept for at most ${durationInWords(cached)}, unless something changes.`,
    isConditional(operation, model) ? 'Its answers carry a tag: who has one already is told so with 304.' : '',
    once === undefined ? '' : `A request that is repeated under one ${once} counts once.`,
  ].filter(Boolean)
}

/** `Limited to 3 requests in a minute for each address.` */
function limitInWords({ rate, per, path }: ReturnType<typeof limitsOf>[number]): string {
  const [, count, much = '', unit = ''] = /^(\d+)\/(\d*)\s*(.+)$/.exec(rate) ?? [rate, rate]
  const time = much ? `${much} ${unit}` : article(unit)
  const with_ = path === undefined ? '' : path === '/' ? ', whatever it asks for' : `, with all that lies under ${path}`
  return `Limited to ${count} requests in ${time} for each ${per}${with_}.`
}

/** The path as it is shown: names of parameters in one word. */
export const shownPath = (path: string): string => path.replace(/\{[^}]*\}/g, name => name.replaceAll(' ', '_'))

const sentence = (name: string): string => capital(words(name).join(' '))

import { words, type Template } from '../../spec/index.ts'
import type { Idiom } from '../infer.ts'
import { answered } from '../sights.ts'
import { scalar } from '../types.ts'
import { sentItem } from './wrapping.ts'

/**
 * Text that is an amount, where no table declares it: always with two decimals, under a name that amounts have
 * (`"daily_rate": "42.50"`). That it is compared and sorted as a number is what this is for.
 */
export const shownMoney: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    if (draft.declared) continue
    const seen = evidence.of(draft.name).flatMap(demand => {
      const sent = demand.succeeds ? sentItem(demand, draft) : undefined
      return [...(sent ? [sent] : []), ...answered(demand, draft).map(({ object }) => object)]
    })
    for (const field of draft.fields.values()) {
      if (field.type.is !== 'scalar' || field.type.of !== 'string' || !isNamedSo(field.name)) continue
      const values = seen.flatMap(object => (field.name in object ? [object[field.name]!] : [])).filter(isText)
      if (values.length > 0 && values.every(value => /^-?\d+\.\d\d$/.test(value)))
        draft.fields.set(field.name, { ...field, type: scalar('money') })
    }
  }
}

const isText = (value: Template): value is string => typeof value === 'string' && !value.startsWith('#')

const isNamedSo = (name: string): boolean =>
  words(name).some(word =>
    /^(?:amount|balance|budget|charge|cost|credit|debit|deposit|discount|due|fare|fee|paid|premium|price|rate|rent|revenue|salary|subtotal|sum|tax|tip|total|turnover|value|wage)s?$/.test(
      word,
    ),
  )

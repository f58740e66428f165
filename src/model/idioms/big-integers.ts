import { isBig, parseTemplate, type Template } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import type { Evidence } from '../evidence.ts'
import type { Idiom } from '../infer.ts'
import { answered } from '../sights.ts'
import { scalar } from '../types.ts'
import { sentItem } from './wrapping.ts'

/** An integer of which an example shows a value that a JavaScript number does not hold: it is kept to the last digit. */
export const bigIntegers: Idiom = ({ evidence, drafts }) => {
  for (const draft of drafts.values()) {
    const whole = [...draft.fields.values()].filter(({ type }) => type.is === 'scalar' && type.of === 'integer')
    if (whole.length === 0) continue
    const shown = namesOfBig(draft, evidence)
    for (const field of whole)
      if (shown.has(field.name)) draft.fields.set(field.name, { ...field, type: scalar('bigint') })
  }
}

function namesOfBig(draft: DraftResource, evidence: Evidence): ReadonlySet<string> {
  const seen = [
    ...evidence
      .of(draft.name)
      .flatMap(demand => [
        ...(demand.succeeds ? [sentItem(demand, draft) ?? {}] : []),
        ...answered(demand, draft).map(({ object }) => object),
      ]),
    ...evidence.statesOf(draft.name).flatMap(({ fact }) => (fact.is === 'rows' ? fact.rows : [])),
  ]
  return new Set(
    seen.flatMap(object => Object.entries(object).flatMap(([name, value]) => (isBigValue(value) ? [name] : []))),
  )
}

const isBigValue = (value: Template): boolean =>
  isBig(value) || (typeof value === 'string' && /^-?\d{16,}$/.test(value) && isBig(parseTemplate(value)))

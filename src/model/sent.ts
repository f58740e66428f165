import { isBig, isRef, type Example, type Template } from '../spec/index.ts'

type Sent = Readonly<Record<string, Template>>

/** The body of a request of the contract tier. */
export function sentBy({ act }: Example): Template | undefined {
  if (act.is !== 'request' || !act.body) return undefined
  return 'cells' in act.body ? act.body.cells : 'json' in act.body ? act.body.json : undefined
}

export const isObject = (value: Template | undefined): value is Sent =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRef(value) && !isBig(value)

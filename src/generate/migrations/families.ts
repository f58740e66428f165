import type { Column } from './schema.ts'

/** Types whose values can be made one another's in one way. */
type Family = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'timestamp' | 'json' | 'other'

const families: readonly (readonly [RegExp, Family])[] = [
  [/^(?:varchar|text|char)/, 'text'],
  [/^(?:int|bigint|smallint|serial)/, 'integer'],
  [/^(?:numeric|real|double|float)/, 'number'],
  [/^bool/, 'boolean'],
  [/^date$/, 'date'],
  [/^timestamp/, 'timestamp'],
  [/^jsonb?$/, 'json'],
]

export const familyOf = ({ type }: Pick<Column, 'type'>): Family =>
  families.find(([pattern]) => pattern.test(type))?.[1] ?? 'other'

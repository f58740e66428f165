import { p } from '@mikro-orm/core'
import { now } from './clock.ts'
import { uuidv7 } from './uuid.ts'

/** When a row came to be, and when it last changed. */
export const timestamps = {
  created_at: p.datetime(3).onCreate(now).index(),
  updated_at: p.datetime(3).onCreate(now).onUpdate(now),
}

/** What every entity has: a uuid that sorts by age, and its times. */
export const base = {
  id: p.uuid().primary().onCreate(uuidv7),
  ...timestamps,
}

/** For the key of an entity that has one row for the whole service: a second one would have the same. */
export const onlyKey = () => '00000000-0000-7000-8000-000000000000'

/** The same with numbers, counted by the database. */
export const serial = {
  id: p.integer().primary().autoincrement(),
  ...timestamps,
}

/**
 * The expression of a generated column: `property` in lower case and without accents, words joined by hyphens.
 * @example slug: p.string().generated(slugOf('title')).unique()
 */
export const slugOf =
  (property: string) =>
  (columns: Readonly<Record<string, string>>): string => {
    const letters = `regexp_replace(normalize(${quoted(columns[property]!)}, NFD), '[\\u0300-\\u036f]', '', 'g')`
    return `(trim(both '-' from regexp_replace(lower(${letters}), '[^[:alnum:]]+', '-', 'g'))) stored`
  }

const quoted = (column: string) => `"${column.replaceAll('"', '')}"`

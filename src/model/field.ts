import { resourceName, words, type Derivation, type Place } from '../spec/index.ts'

/** Clients with one of these roles, and the row's owner. */
export interface Few {
  readonly roles: readonly string[]
  readonly owner: boolean
}

export interface Field {
  /** As it is spelled on the wire. */
  readonly name: string
  readonly type: FieldType
  readonly required: boolean
  readonly unique: boolean
  /** Among the rows that have the same in these: fields, relations, or `owner`. */
  readonly uniquePer?: readonly string[] | undefined
  /** Of a file: how large it may be, as written (`1 MB`), and its media types. */
  readonly size?: string | undefined
  readonly mediaTypes?: readonly string[] | undefined
  readonly min?: number | undefined
  readonly max?: number | undefined
  readonly pattern?: string | undefined
  readonly when?: 'past' | 'future' | undefined
  /** The field that this one comes after. */
  readonly after?: string | undefined
  readonly default?: string | undefined // as written
  /** What it was called before. */
  readonly was?: string | undefined
  /** Who alone sees it, and who alone writes it. */
  readonly seen?: Few | undefined
  readonly written?: Few | undefined
  /** What becomes of a value from others than those: 403 where nothing is said (401 for who is not signed in), 403 for all of them, 422, or it is ignored. */
  readonly otherwise?: 'forbidden' | 'invalid' | 'ignored' | undefined
  readonly readOnly: boolean
  readonly refused: boolean
  readonly hidden: boolean
  readonly indexed: boolean
  readonly searchable: boolean
  readonly sortable: boolean
  readonly sorted: boolean
  readonly derived?: Derivation | undefined
  /** Of a reference: the view that is shown in place of the key. */
  readonly embeds?: string | undefined
  /** Of a reference, or of many: under which name which fields of the related row are shown, in place of the key or beside it. */
  readonly embedded?: { readonly as: string; readonly fields: readonly string[]; readonly beside: boolean } | undefined
  readonly from: readonly Place[]
}

export type Scalar =
  | 'string'
  | 'text'
  | 'integer'
  /** Beyond what a JavaScript number holds exactly. */
  | 'bigint'
  | 'decimal'
  | 'money'
  /** Money that the examples show as a JSON number. */
  | 'amount'
  | 'boolean'
  | 'date'
  | 'timestamp'
  | 'uuid'
  | 'email'
  | 'url'
  | 'json'
  | 'password'
  /** Uploaded, kept apart from the row, and described in it. */
  | 'file'

export type FieldType =
  | { readonly is: 'scalar'; readonly of: Scalar }
  | { readonly is: 'enum'; readonly values: readonly string[] }
  | { readonly is: 'list'; readonly of: FieldType }
  | { readonly is: 'object'; readonly fields: readonly Field[] }
  /** A reference by key, belongs to: `author_id`. `relation` is the word of it: `author`. */
  | { readonly is: 'reference'; readonly resource: string; readonly relation: string; readonly named?: string }
  /** Many to many: a list of keys. `named` is the field of the related rows that stands for them instead. */
  | { readonly is: 'links'; readonly resource: string; readonly named?: string }
  /** Rows of another resource that are written and read with their parent. */
  | { readonly is: 'parts'; readonly resource: string }

/** The reference that a word means: `teacher` is `teacher_id`, or else the field that refers to a teacher. */
export function relationCalled(fields: Iterable<Field>, word: string): Field | undefined {
  const references = [...fields].filter(({ type }) => type.is === 'reference')
  const means = (name: string) => name === words(word).join(' ') || name === resourceName(word)
  return (
    references.find(({ name }) => means(words(name).join(' ').replace(/ id$/, ''))) ??
    references.find(({ type }) => type.is === 'reference' && means(type.relation))
  )
}

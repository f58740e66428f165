import type { ApiModel, Field, FieldType, Operation, Resource, Scalar } from '../../src/model/index.ts'

/** A field of a resource, as the features of a test would make it. */
export function field(name: string, type: Scalar | FieldType, more: Partial<Field> = {}): Field {
  return {
    name,
    type: typeof type === 'string' ? { is: 'scalar', of: type } : type,
    required: false,
    unique: false,
    readOnly: false,
    refused: false,
    hidden: false,
    indexed: false,
    searchable: false,
    sortable: false,
    sorted: false,
    from: [],
    ...more,
  }
}

export const reference = (name: string, resource: string, more: Partial<Field> = {}): Field =>
  field(name, { is: 'reference', resource, relation: resource }, more)

/** The operations by convention under a path. */
export function crud(name: string, path: string, parents: readonly string[] = []): readonly Operation[] {
  const item = `${path}/{${name}}`
  const kinds = [
    ['list', 'GET', path, 200],
    ['read', 'GET', item, 200],
    ['create', 'POST', path, 201],
    ['update', 'PATCH', item, 200],
    ['replace', 'PUT', item, 200],
    ['delete', 'DELETE', item, 204],
  ] as const
  return kinds.map(([kind, method, where, status]) => ({
    kind,
    name: kind,
    method,
    path: where,
    parents,
    status,
    projected: false,
    from: [],
  }))
}

export function resource(name: string, path: string, fields: readonly Field[], more: Partial<Resource> = {}): Resource {
  return {
    name,
    path,
    key: { name: 'id', type: 'uuid', hidden: false },
    address: 'id',
    fields,
    times: ['created_at', 'updated_at'],
    operations: crud(name, path),
    list: {
      shape: {
        is: 'envelope',
        items: 'items',
        total: 'total',
        extra: [
          { is: 'limit', name: 'limit' },
          { is: 'offset', name: 'offset' },
        ],
      },
      paging: { by: 'offset', names: ['limit', 'offset'], size: 2, max: 10 },
      order: [],
      sorts: [],
      filters: [],
      conditions: [],
    },
    lenient: false,
    keptBy: [],
    stored: true,
    from: [],
    ...more,
  }
}

export const model = (...resources: readonly Resource[]): ApiModel => ({
  resources,
  errors: { statuses: {}, messages: {} },
})

/** Books of authors, reviews under books, wrapped articles in bare arrays. */
export const bookshop = model(
  resource('author', '/api/v1/authors', [field('name', 'string', { required: true, unique: true })]),
  resource('book', '/api/v1/books', [
    field('title', 'string', { required: true }),
    field('price', 'money', { required: true }),
    field('pages', 'integer'),
    field('total', 'money'),
    field('published_at', 'timestamp'),
    field('dates', { is: 'object', fields: [field('from', 'date'), field('to', 'date')] }),
    reference('author_id', 'author', { required: true }),
  ]),
  resource(
    'review',
    '/api/v1/books/{book}/reviews',
    [field('headline', 'string', { required: true }), reference('book_id', 'book', { required: true })],
    { operations: crud('review', '/api/v1/books/{book}/reviews', ['book']) },
  ),
  resource('article', '/api/v1/articles', [field('title', 'string', { required: true }), field('slug', 'string')], {
    address: 'slug',
    wrapped: 'article',
    list: {
      shape: { is: 'array' },
      paging: { by: 'page', names: ['per_page', 'page'], size: 20, max: 100 },
      order: [],
      sorts: [],
      filters: [],
      conditions: [],
    },
  }),
)

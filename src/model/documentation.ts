import type { Example } from '../spec/index.ts'

/** Where every service hands out its own documentation: what features say of it needs no code. */
const PATHS = /^\/api\/(?:openapi\.json|docs|redoc)$/

/**
 * The examples that are about the API itself, and not about its documentation. A path that is written to, or that leads to
 * a resource of that name, belongs to the API.
 */
export function withoutDocumentation(examples: readonly Example[], known: ReadonlySet<string>): readonly Example[] {
  const own = new Set(
    examples.flatMap(({ act }) =>
      act.is === 'request' && act.method !== 'GET' && act.method !== 'HEAD' ? [plain(act.path)] : [],
    ),
  )
  if (known.has('doc')) own.add('/api/docs')
  return examples.filter(({ act }) => act.is !== 'request' || !PATHS.test(plain(act.path)) || own.has(plain(act.path)))
}

const plain = (path: string): string => path.replace(/[?#].*$/, '').replace(/(?<=.)\/$/, '')

import { type Comment, parseSync, visitorKeys } from 'oxc-parser'
import { UnparsableError } from './errors.ts'

/** A node of the syntax tree, read by field name: the writer is generic and knows few node types. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** A source text with its tree. Offsets are UTF-16, as JavaScript counts. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly program: Node
  readonly comments: readonly Comment[]
}

/** @throws UnparsableError when the text is not TypeScript */
export function parse(path: string, text: string): Source {
  const result = parseSync(path, text, { lang: /\.[jt]sx$/.test(path) ? 'tsx' : 'ts' })
  const error = result.errors.find(({ severity }) => severity === 'Error')
  if (error) throw new UnparsableError(path, text, error.labels[0]?.start ?? 0, error.message)
  const program: unknown = result.program
  if (!isNode(program)) throw new TypeError(`no program in ${path}`)
  return { path, text, program, comments: result.comments }
}

/** The first reason why a text is not a sound module, also what only scopes tell: a name declared twice. */
export function unsound(path: string, text: string): string | undefined {
  const { errors } = parseSync(path, text, { lang: /\.[jt]sx$/.test(path) ? 'tsx' : 'ts', showSemanticErrors: true })
  return errors.find(({ severity }) => severity === 'Error')?.message
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

export const one = (node: Node, field: string): Node | undefined => {
  const value = node[field]
  return isNode(value) ? value : undefined
}

export const many = (node: Node, field: string): readonly Node[] => {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

export const textOf = (node: Node | undefined, field: string): string => {
  const value = node?.[field]
  return typeof value === 'string' ? value : ''
}

/** The node inside parentheses and type assertions, which change nothing about what is built. */
export function bare(node: Node): Node {
  if (!wrappers.has(node.type)) return node
  const inner = one(node, 'expression')
  return inner ? bare(inner) : node
}

const wrappers = new Set(['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'])

/** Calls `visit` for each child, in source order, with the field that holds it. */
export function eachChild(node: Node, visit: (child: Node, field: string) => void): void {
  for (const field of visitorKeys[node.type] ?? []) {
    const value = node[field]
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child, field)
    } else if (isNode(value)) visit(value, field)
  }
}

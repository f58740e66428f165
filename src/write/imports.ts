import { many, type Node, one, textOf } from './ast.ts'

/** An import statement. */
export interface Import {
  readonly module: string
  readonly start: number
  readonly end: number
  readonly typeOnly: boolean // `import type`
  readonly specifiers: readonly Specifier[]
}

/** One thing that is imported; of an import for its effects, the whole of it, without a name. */
export interface Specifier {
  readonly key: string // `import #schemas/books.ts/BookQuery`
  readonly kind: 'named' | 'default' | 'namespace' | 'effect'
  readonly module: string
  readonly imported: string
  readonly local: string
  readonly type: boolean
  readonly start: number
  readonly end: number
}

export const importsOf = (nodes: readonly Node[]): readonly Import[] =>
  nodes.map(node => {
    const { start, end } = node
    const module = textOf(one(node, 'source'), 'value')
    const typeOnly = node['importKind'] === 'type'
    const specifiers = many(node, 'specifiers').map(specifier => specifierOf(specifier, module, typeOnly))
    const effect: Specifier = {
      key: `import ${module}`,
      kind: 'effect',
      module,
      imported: '',
      local: '',
      type: false,
      start,
      end,
    }
    return { module, start, end, typeOnly, specifiers: specifiers.length || typeOnly ? specifiers : [effect] }
  })

function specifierOf(node: Node, module: string, typeOnly: boolean): Specifier {
  const { start, end } = node
  const local = textOf(one(node, 'local'), 'name')
  const type = typeOnly || node['importKind'] === 'type'
  const rest = { module, local, type, start, end }
  if (node.type === 'ImportDefaultSpecifier')
    return { key: `import ${module}/default`, kind: 'default', imported: 'default', ...rest }
  if (node.type === 'ImportNamespaceSpecifier')
    return { key: `import ${module}/*`, kind: 'namespace', imported: '*', ...rest }
  const imported = textOf(one(node, 'imported'), 'name') || textOf(one(node, 'imported'), 'value')
  return { key: `import ${module}/${imported}`, kind: 'named', imported, ...rest }
}

import { bare, many, type Node, one, textOf } from './ast.ts'
import type { Place } from './places.ts'
import type { Binding } from './units.ts'

/** The last step of a unit's key: its declared name, or what it says in the fewest words. */
export function segmentOf(place: Pick<Place, 'kind' | 'id' | 'form'>, node: Node): string {
  if (place.form === 'expression') return 'return'
  if (place.kind === 'line' && !place.id.startsWith('members')) return statementKey(node, place.id === 'top')
  if (place.kind === 'link') return linkKey(node)
  if (place.id.startsWith('elements')) return label(node)
  return memberKey(node)
}

/** The names that a unit puts into the scope around it. */
export function bindingsOf(node: Node): readonly Binding[] {
  const declaration = one(node, 'declaration')
  if (declaration) return bindingsOf(declaration)
  const id = textOf(one(node, 'id'), 'name')
  switch (node.type) {
    case 'VariableDeclaration':
      return many(node, 'declarations').flatMap(d =>
        boundNames(one(d, 'id')).map(name => ({ name, value: true, type: false })),
      )
    case 'FunctionDeclaration':
      return id ? [{ name: id, value: true, type: false }] : []
    case 'ClassDeclaration':
    case 'TSEnumDeclaration':
      return id ? [{ name: id, value: true, type: true }] : []
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return [{ name: id, value: false, type: true }]
    default:
      return []
  }
}

/** The names that a parameter or another pattern binds. */
export function boundNames(pattern: Node | undefined): readonly string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [textOf(pattern, 'name')]
    case 'ObjectPattern':
      return many(pattern, 'properties').flatMap(p => boundNames(one(p, 'value') ?? one(p, 'argument')))
    case 'ArrayPattern':
      return many(pattern, 'elements').flatMap(boundNames)
    case 'AssignmentPattern':
      return boundNames(one(pattern, 'left'))
    case 'RestElement':
      return boundNames(one(pattern, 'argument'))
    case 'TSParameterProperty':
      return boundNames(one(pattern, 'parameter'))
    default:
      return []
  }
}

/** Where the name of an object or class member stands, if it has a plain one. */
export const keyOf = (node: Node): Node | undefined => (node['computed'] === true ? undefined : one(node, 'key'))

function statementKey(node: Node, top: boolean): string {
  const inner = one(node, 'declaration')
  if (node.type === 'ExportDefaultDeclaration') return 'export default'
  if (inner) return statementKey(inner, top)
  const source = textOf(one(node, 'source'), 'value')
  const [first] = bindingsOf(node)
  switch (node.type) {
    case 'ExportAllDeclaration':
      return `export * from ${source}`
    case 'ExportNamedDeclaration':
      return source ? `export from ${source}` : 'export'
    case 'TSTypeAliasDeclaration':
    case 'TSInterfaceDeclaration':
      return `type ${first?.name ?? ''}`
    case 'ReturnStatement':
      return 'return'
    case 'ExpressionStatement':
      return label(one(node, 'expression') ?? node)
    default:
      // a local constant may be called as the member that it becomes
      return first ? `${top ? '' : 'const '}${first.name}` : label(node)
  }
}

function linkKey(call: Node): string {
  const method = textOf(one(one(call, 'callee') ?? call, 'property'), 'name')
  const [first] = many(call, 'arguments')
  return `.${method}(${first ? label(leftmost(first)) : ''})`
}

const leftmost = (node: Node): Node => {
  const inner = one(node, 'callee') ?? one(node, 'object')
  return inner ? leftmost(inner) : node
}

function memberKey(node: Node): string {
  if (node.type === 'ExportSpecifier') return textOf(one(node, 'exported'), 'name')
  const key = one(node, 'key') ?? one(node, 'id')
  const kind = node['kind'] === 'get' || node['kind'] === 'set' ? `${node['kind']} ` : ''
  const name = key && node['computed'] !== true ? nameOf(key) : label(key ?? node)
  return `${node['static'] === true ? 'static ' : ''}${kind}${node['computed'] === true ? `[${name}]` : name}`
}

const nameOf = (key: Node): string =>
  `${key.type === 'PrivateIdentifier' ? '#' : ''}${textOf(key, 'name') || String(key['value'])}`

/** A few words for an expression or statement; enough to know it again in its list. */
function label(wrapped: Node): string {
  const node = bare(wrapped)
  const inner = one(node, 'argument') ?? one(node, 'test') ?? one(node, 'left') ?? one(node, 'expression')
  const [first] = many(node, 'arguments')
  switch (node.type) {
    case 'Identifier':
      return textOf(node, 'name')
    case 'Literal':
      return typeof node['value'] === 'string'
        ? `'${node['value'].slice(0, 60).replaceAll(/\s/g, ' ')}'`
        : String(node['value'])
    case 'ThisExpression':
      return 'this'
    case 'MemberExpression':
      return `${label(one(node, 'object') ?? node)}.${textOf(one(node, 'property'), 'name')}`
    case 'CallExpression':
      return `${label(one(node, 'callee') ?? node)}(${first ? label(first) : ''})`
    case 'NewExpression':
      return `new ${label(one(node, 'callee') ?? node)}`
    case 'SpreadElement':
      return `...${inner ? label(inner) : ''}`
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return '=>'
    case 'ObjectExpression':
      return '{}'
    case 'ArrayExpression':
      return '[]'
    case 'TemplateLiteral':
      return '``'
    default: {
      const type = node.type
        .replace(/^TS/, '')
        .replace(/(Statement|Expression|Declaration)$/, '')
        .toLowerCase()
      return inner ? `${type} ${label(inner)}` : type
    }
  }
}

import { eachChild, many, type Node, one, type Source, textOf } from './ast.ts'

/** An identifier that stands for a binding: a reference, or the place that declares it. Member and key names are none. */
export interface NameUse {
  readonly name: string
  readonly start: number
  readonly end: number
  readonly space: Space
  /** `{ name }`, or `export { name }`: renaming has to keep the outer name. */
  readonly short?: 'property' | 'export'
}

/** TypeScript's two worlds: `const Book` and `type Book` may stand side by side. `typeof x` takes its name from either. */
export type Space = 'value' | 'type' | 'either'

/** What the tree says about the text, as far as tokens need it. */
export interface Shape {
  /** Literals and templates, by start: lexed as one, with the text that their value gives. */
  readonly atoms: ReadonlyMap<
    number,
    { readonly end: number; readonly text: string; readonly kind: 'string' | 'template' | 'other' }
  >
  readonly names: ReadonlyMap<number, NameUse>
  /** Offsets of characters that formatters add and take away. */
  readonly dropped: ReadonlySet<number>
  /** Starts of parameters that may stand without parentheses, with the start of their function. */
  readonly loneParams: ReadonlyMap<number, number>
  /** Heads of `for`, the one place where semicolons mean something. */
  readonly headers: readonly (readonly [number, number])[]
  /** Nodes that get brackets, so that optional parentheses do not matter. */
  readonly wrapped: readonly Node[]
  /** Statements and members that get an end mark in place of a semicolon. */
  readonly ends: readonly Node[]
}

export function shapeOf({ program, text }: Source): Shape {
  const atoms = new Map<number, { end: number; text: string; kind: 'string' | 'template' | 'other' }>()
  const names = new Map<number, NameUse>()
  const dropped = new Set<number>()
  const loneParams = new Map<number, number>()
  const headers: [number, number][] = []
  const wrapped: Node[] = []
  const ends: Node[] = []
  const shorts = new Map<number, 'property' | 'export'>()

  const name = (node: Node, space: Space): void => {
    const use = { name: textOf(node, 'name'), start: node.start, end: node.start + textOf(node, 'name').length, space }
    const short = shorts.get(node.start)
    names.set(node.start, short ? { ...use, short } : use)
  }
  const visitSource = (node: Node): void => {
    const source = one(node, 'source')
    if (source) visit(source, node, 'source')
  }

  const visit = (node: Node, parent?: Node, field = ''): void => {
    if (compound.has(node.type)) wrapped.push(node)
    if (ended.has(node.type) && !(parent?.type.startsWith('For') && field !== 'body')) ends.push(node)
    switch (node.type) {
      case 'ImportDeclaration':
        visitSource(node)
        return
      case 'Identifier':
        if (!isLabel(node, parent, field)) name(node, spaceOf(parent, field))
        break
      case 'Literal':
        atoms.set(node.start, literal(node, text, isPlainKey(parent, field)))
        break
      case 'TemplateElement':
        if (node.end > node.start)
          atoms.set(node.start, { end: node.end, text: '`' + templateText(node), kind: 'template' })
        break
      case 'ParenthesizedExpression':
      case 'TSParenthesizedType':
        dropped.add(node.start).add(node.end - 1)
        break
      case 'TSUnionType':
      case 'TSIntersectionType':
        if ('|&'.includes(text.charAt(node.start))) dropped.add(node.start)
        break
      case 'ArrowFunctionExpression': {
        const [param, ...others] = many(node, 'params')
        const plain = param?.type === 'Identifier' && !one(param, 'typeAnnotation') && !param['optional']
        if (plain && !others.length && !one(node, 'returnType') && !one(node, 'typeParameters'))
          loneParams.set(param.start, node.start)
        break
      }
      case 'ForStatement':
        headers.push([node.start, one(node, 'body')?.start ?? node.end])
        break
      case 'NewExpression': {
        const callee = one(node, 'callee')
        if (callee) wrapped.push(callee)
        break
      }
      case 'ExportNamedDeclaration':
        if (one(node, 'declaration')) ends.pop()
        if (!one(node, 'source')) break
        visitSource(node)
        return
      case 'TSInterfaceBody':
      case 'TSTypeLiteral':
        for (const member of [...many(node, 'body'), ...many(node, 'members')]) {
          ends.push(member)
          if (',;'.includes(text.charAt(member.end - 1))) dropped.add(member.end - 1)
        }
        break
      case 'Property':
      case 'ExportSpecifier':
        if (isShort(node)) {
          const value = one(node, node.type === 'Property' ? 'value' : 'local')
          shorts.set(node.start, node.type === 'Property' ? 'property' : 'export')
          if (value) visit(value, node, 'value')
          return
        }
        break
      default:
    }
    eachChild(node, (child, at) => visit(child, node, at))
  }
  visit(program)
  return { atoms, names, dropped, loneParams, headers, wrapped, ends }
}

const compound = new Set(
  (
    'BinaryExpression LogicalExpression ConditionalExpression AssignmentExpression SequenceExpression AwaitExpression ' +
    'YieldExpression UnaryExpression UpdateExpression ArrowFunctionExpression ChainExpression TSAsExpression ' +
    'TSSatisfiesExpression TSUnionType TSIntersectionType TSFunctionType TSConstructorType TSConditionalType ' +
    'TSTypeOperator TSInferType TSTypeQuery'
  ).split(' '),
)

const ended = new Set(
  (
    'ExpressionStatement VariableDeclaration ReturnStatement ThrowStatement BreakStatement ContinueStatement ' +
    'DoWhileStatement DebuggerStatement TSTypeAliasDeclaration PropertyDefinition ExportDefaultDeclaration ' +
    'ExportNamedDeclaration ExportAllDeclaration TSExportAssignment'
  ).split(' '),
)

const isShort = (node: Node): boolean =>
  node.type === 'Property' ? node['shorthand'] === true : one(node, 'local')?.start === one(node, 'exported')?.start

function isLabel(node: Node, parent: Node | undefined, field: string): boolean {
  switch (parent?.type) {
    case 'MemberExpression':
      return field === 'property' && parent['computed'] !== true
    case 'Property':
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'AccessorProperty':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return field === 'key' && parent['computed'] !== true
    case 'TSEnumMember':
      return field === 'id'
    case 'TSQualifiedName':
      return field === 'right'
    case 'ExportSpecifier':
      return field === 'exported'
    case 'ExportAllDeclaration':
    case 'ImportAttribute':
    case 'LabeledStatement':
    case 'BreakStatement':
    case 'ContinueStatement':
    case 'MetaProperty':
    case 'TSNamedTupleMember':
    case 'TSImportType':
      return field !== 'body' && field !== 'elementType' && field !== 'typeArguments'
    default:
      return node.type !== 'Identifier'
  }
}

function spaceOf(parent: Node | undefined, field: string): Space {
  const type = parent?.type ?? ''
  const inType =
    (field === 'typeName' && type === 'TSTypeReference') ||
    (field === 'expression' && /^TS(ClassImplements|InterfaceHeritage|ExpressionWithTypeArguments)$/.test(type)) ||
    (field === 'id' && /^TS(TypeAlias|Interface)Declaration$/.test(type)) ||
    (field === 'name' && type === 'TSTypeParameter')
  const either = (field === 'exprName' && type === 'TSTypeQuery') || (field === 'left' && type === 'TSQualifiedName')
  return either || type === 'ExportSpecifier' ? 'either' : inType ? 'type' : 'value'
}

const isPlainKey = (parent: Node | undefined, field: string): boolean =>
  field === 'key' && parent?.['computed'] !== true && parent?.type !== 'ImportAttribute'

function literal(node: Node, text: string, isKey: boolean): { end: number; text: string; kind: 'string' | 'other' } {
  const { value, end } = node
  const raw = text.slice(node.start, end)
  if (typeof value === 'string') {
    return { end, text: isKey && isIdentifier(value) ? value : JSON.stringify(value), kind: 'string' }
  }
  return { end, text: typeof value === 'number' && !raw.includes('_') ? String(value) : raw, kind: 'other' }
}

function templateText(node: Node): string {
  const value: unknown = node['value']
  return typeof value === 'object' && value !== null && 'raw' in value ? String(value.raw) : ''
}

const isIdentifier = (text: string): boolean => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(text)

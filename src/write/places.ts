import { bare, many, type Node, one, textOf } from './ast.ts'

/** A stretch of a unit in which units stand: a body, an object, an array, a chain. */
export interface Place {
  readonly id: string // tells the lists of one unit apart
  readonly step: string // what it adds to the keys of its units: nothing, but for a second list of its kind
  readonly kind: 'line' | 'comma' | 'member' | 'link'
  readonly start: number // the region that is cut out of the shell
  readonly end: number
  readonly open: number // the region in which units stand
  readonly close: number
  readonly spots: readonly Spot[]
  readonly params: readonly Node[] // of the function whose body this is
  readonly form?: 'block' | 'expression'
}

export interface Spot {
  readonly node: Node
  readonly start: number
  readonly end: number
}

/** The lists of the unit at a node that stands in a place of this kind: the top of a file, a body, an object. */
export function placesIn(within: Pick<Place, 'kind' | 'id' | 'form'>, node: Node, text: string): readonly Place[] {
  const found: Place[] = []
  const finder = new Finder(text, found)
  if (within.kind === 'line')
    finder.statement(node, within.id === 'top' || node.type === 'ReturnStatement' || within.form === 'expression')
  else if (within.kind === 'comma') finder.value(one(node, 'value'))
  return found
}

class Finder {
  readonly #text: string
  readonly #found: Place[]

  constructor(text: string, found: Place[]) {
    this.#text = text
    this.#found = found
  }

  /** Follows the spine of a statement, into functions only where `deep`. */
  statement(node: Node, deep: boolean): void {
    switch (node.type) {
      case 'ExportNamedDeclaration':
      case 'ExportDefaultDeclaration': {
        const declaration = one(node, 'declaration')
        if (declaration) this.statement(declaration, deep)
        else this.#braced('members', 'comma', node, many(node, 'specifiers'))
        return
      }
      case 'VariableDeclaration': {
        const [declarator, ...others] = many(node, 'declarations')
        const init = declarator && one(declarator, 'init')
        if (init && !others.length) this.#spine(init, deep)
        return
      }
      case 'FunctionDeclaration':
        if (deep) this.#function(node)
        return
      case 'ClassDeclaration':
        if (deep) this.#inside('members', 'line', one(node, 'body'), 'body')
        return
      case 'TSInterfaceDeclaration':
        return this.#inside('members', 'member', one(node, 'body'), 'body')
      case 'TSEnumDeclaration':
        return this.#inside('members', 'comma', one(node, 'body'), 'members')
      case 'TSTypeAliasDeclaration': {
        const type = one(node, 'typeAnnotation')
        if (type?.type === 'TSTypeLiteral') this.#inside('members', 'member', type, 'members')
        return
      }
      case 'ReturnStatement': {
        const argument = one(node, 'argument')
        if (argument) this.#spine(argument, deep)
        return
      }
      case 'ExpressionStatement': {
        const expression = one(node, 'expression')
        if (expression) this.#spine(expression, false)
        return
      }
      default:
        if (!node.type.includes('Statement')) this.#spine(node, deep)
    }
  }

  /** Below a member: only what is directly an object or an array. */
  value(node: Node | undefined, via = ''): void {
    const inner = node && bare(node)
    if (inner?.type === 'ObjectExpression') this.#inside('members', 'comma', inner, 'properties', via)
    if (inner?.type === 'ArrayExpression' && many(inner, 'elements').every(isPlain)) {
      this.#inside('elements', 'comma', inner, 'elements', via)
    }
  }

  #spine(wrapped: Node, deep: boolean): void {
    const node = bare(wrapped)
    const callee = one(node, 'callee')
    switch (node.type) {
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        if (deep) this.#function(node)
        return
      case 'AwaitExpression': {
        const argument = one(node, 'argument')
        if (argument) this.#spine(argument, deep)
        return
      }
      case 'NewExpression':
      case 'CallExpression': {
        const links = linksOf(node)
        if (links) return this.#chain(links.base, links.calls, node)
        const object = callee?.type === 'MemberExpression' ? one(callee, 'object') : undefined
        if (object?.type === 'CallExpression') this.#spine(object, deep)
        const method = callee && one(callee, 'property')
        const via = method ? `.${textOf(method, 'name')}` : textOf(callee, 'name')
        for (const argument of many(node, 'arguments')) this.value(argument, via)
        return
      }
      default:
        this.value(node)
    }
  }

  #chain(base: Node, calls: readonly Node[], end: Node): void {
    for (const argument of many(base, 'arguments')) this.value(argument)
    const spots = calls.map(node => ({ node, start: dotOf(node, this.#text), end: node.end }))
    this.#add({
      id: 'links',
      kind: 'link',
      start: base.end,
      end: end.end,
      open: base.end,
      close: end.end,
      spots,
      params: [],
    })
  }

  #function(node: Node): void {
    const body = one(node, 'body')
    if (!body) return
    const { start, end } = body
    const params = many(node, 'params')
    if (body.type !== 'BlockStatement') {
      const spots = [{ node: body, start, end }]
      this.#add({
        id: 'statements',
        kind: 'line',
        start,
        end,
        open: start,
        close: end,
        spots,
        params,
        form: 'expression',
      })
      return
    }
    const spots = many(body, 'body').filter(({ type }) => type !== 'EmptyStatement')
    this.#add({
      id: 'statements',
      kind: 'line',
      start,
      end,
      open: start + 1,
      close: end - 1,
      spots: spots.map(spotOf),
      params,
      form: 'block',
    })
  }

  #inside(id: string, kind: Place['kind'], node: Node | undefined, field: string, via = ''): void {
    if (!node) return
    const { start, end } = node
    this.#add(
      { id, kind, start, end, open: start + 1, close: end - 1, spots: many(node, field).map(spotOf), params: [] },
      via,
    )
  }

  #braced(id: string, kind: Place['kind'], node: Node, nodes: readonly Node[]): void {
    const start = this.#text.indexOf('{', node.start)
    const end = this.#text.indexOf('}', nodes.at(-1)?.end ?? start) + 1
    if (start < 0 || !end || node.type !== 'ExportNamedDeclaration') return
    this.#add({ id, kind, start, end, open: start + 1, close: end - 1, spots: nodes.map(spotOf), params: [] })
  }

  #add(place: Omit<Place, 'step'>, via = ''): void {
    const first = !this.#found.some(({ id }) => id === place.id)
    if (first) this.#found.push({ ...place, step: '' })
    else {
      const same = this.#found.filter(({ step }) => step === via || step.startsWith(`${via}#`)).length
      const step = same ? `${via}#${same + 1}` : via
      this.#found.push({ ...place, id: `${place.id} ${step}`, step })
    }
  }
}

const spotOf = (node: Node): Spot => ({ node, start: node.start, end: node.end })

/** `new X().a().b()`: what is built, and the calls on it in order. */
function linksOf(node: Node): { readonly base: Node; readonly calls: readonly Node[] } | undefined {
  const calls: Node[] = []
  let at: Node | undefined = node
  while (at?.type === 'CallExpression') {
    const callee: Node | undefined = one(at, 'callee')
    if (callee?.type !== 'MemberExpression' || callee['computed'] === true) return undefined
    calls.unshift(at)
    at = one(callee, 'object')
  }
  return at?.type === 'NewExpression' ? { base: at, calls } : undefined
}

function dotOf(call: Node, text: string): number {
  const callee = one(call, 'callee')
  const property = callee && one(callee, 'property')
  return text.lastIndexOf('.', property?.start ?? call.start)
}

// elements that are their own name; of anything longer, half a change is worth less than all of the user's
function isPlain(node: Node): boolean {
  switch (node.type) {
    case 'Identifier':
    case 'Literal':
      return true
    case 'MemberExpression':
      return node['computed'] !== true && isPlain(one(node, 'object') ?? node)
    case 'SpreadElement':
      return isPlain(one(node, 'argument') ?? node)
    default:
      return false
  }
}

import { parseDerivation, resourceName, type Derivation } from '../spec/index.ts'
import type { Few, Field } from './field.ts'

type Rules = Omit<Field, 'name' | 'type' | 'from'>

export const noRules: Rules = {
  required: false,
  unique: false,
  readOnly: false,
  refused: false,
  hidden: false,
  indexed: false,
  searchable: false,
  sortable: false,
  sorted: false,
}

const flags: Readonly<Record<string, Partial<Rules>>> = {
  required: { required: true },
  optional: {},
  unique: { unique: true },
  'read-only': { readOnly: true },
  refused: { refused: true },
  hidden: { hidden: true },
  indexed: { indexed: true },
  searchable: { searchable: true },
  sortable: { sortable: true },
  sorted: { sorted: true },
  past: { when: 'past' },
  future: { when: 'future' },
}

const NEXT = String.raw`(?=\s*,\s*(?:${Object.keys(flags).join('|')}|unique per |min |max |types |matches |after |was |default |visible to |writable by |derived:)|\s*$)`

const MEDIA = String.raw`[a-z]+/(?:[\w.+-]+|\*)`

const patterns: readonly (readonly [RegExp, (found: RegExpExecArray) => Partial<Rules>])[] = [
  [
    /^unique per ((?:[A-Za-z_][\w-]*|"[^"]+")(?: and (?:[A-Za-z_][\w-]*|"[^"]+"))*)(?=\s*(?:,|$))/,
    ([, per]) => ({ uniquePer: per!.split(' and ').map(name => name.replaceAll('"', '')) }),
  ],
  [/^min (-?\d+(?:\.\d+)?)(?=\s*(?:,|$))/, ([, n]) => ({ min: Number(n) })],
  [
    /^max (\d+(?:\.\d+)?) *(bytes|[kK]B|MB|GB)(?=\s*(?:,|$))/,
    ([, n, unit]) => ({ size: `${n} ${unit!.replace('KB', 'kB')}` }),
  ],
  [
    new RegExp(`^types (${MEDIA}(?:(?: or |, *| )${MEDIA})*)(?=\\s*(?:,|$))`),
    ([, types]) => ({ mediaTypes: types!.match(new RegExp(MEDIA, 'g'))! }),
  ],
  [/^max (-?\d+(?:\.\d+)?)(?=\s*(?:,|$))/, ([, n]) => ({ max: Number(n) })],
  [/^matches \/((?:[^/\\]|\\.)+)\//, ([, pattern]) => ({ pattern: regular(pattern!) })],
  [/^after ([A-Za-z_][\w.-]*)/, ([, field]) => ({ after: field! })],
  [/^was ([A-Za-z_][\w-]*)(?=\s*(?:,|$))/, ([, name]) => ({ was: name! })],
  [/^visible to ([^,]+)/, ([, text]) => ({ seen: audience(text!) })],
  [/^writable by ([^,]+)/, ([, text]) => ({ written: audience(text!) })],
  [/^default ("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^,]+)/, ([, value]) => ({ default: value!.trim() })],
  [new RegExp(`^derived:\\s*(.+?)${NEXT}`), ([, text]) => ({ derived: derivation(text!), readOnly: true })],
]

/**
 * Reads the rules of a field table's row: `required, unique, min 1, matches /^\d+$/`.
 *
 * @throws {SyntaxError} naming the rule that cannot be read
 */
export function parseRules(text: string): Rules {
  let rules = { ...noRules }
  let rest = text.trim()
  while (rest) {
    const flag = /^[a-z-]+(?=\s*(?:,|$))/.exec(rest)?.[0]
    const known = flag !== undefined && Object.hasOwn(flags, flag) ? flags[flag] : undefined
    if (flag && known) {
      rules = { ...rules, ...known }
      rest = rest.slice(flag.length)
    } else {
      const match = patterns.map(([pattern, read]) => ({ found: pattern.exec(rest), read })).find(({ found }) => found)
      if (!match?.found) throw new SyntaxError(`"${rest.split(',')[0]!.trim()}" is not a rule`)
      rules = { ...rules, ...match.read(match.found) }
      rest = rest.slice(match.found[0].length)
    }
    rest = rest.replace(/^\s*,?\s*/, '')
  }
  return rules
}

/** `admins and editors`, `its owner or admins`: roles by their plurals. */
export function audience(text: string): Few {
  const names = text.trim().split(/\s+(?:and|or)\s+/)
  const owners = names.filter(name => /^(?:(?:its|the|their) )?owners?$/.test(name))
  const roles = names
    .filter(name => !owners.includes(name))
    .map(name => resourceName(name.replace(/^the role /, '').replaceAll('"', '')))
  return { roles: [...new Set(roles)].toSorted(), owner: owners.length > 0 }
}

function regular(pattern: string): string {
  new RegExp(pattern, 'u') // throws a SyntaxError that says why
  return pattern
}

const derivation = (text: string): Derivation => parseDerivation(text.trim())

import type { ApiModel } from '../api-model.ts'
import type { Evidence } from '../evidence.ts'

/** The values that such headers usually have, where an answer is only said to have one. */
const usual: Readonly<Record<string, string>> = {
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Origin-Agent-Cluster': '?1',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  'X-DNS-Prefetch-Control': 'off',
  'X-Download-Options': 'noopen',
  'X-Permitted-Cross-Domain-Policies': 'none',
  'X-XSS-Protection': '0',
}

/** Those that every answer has unless something else is said. */
const always: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
}

/** Headers for browsers that examples show otherwise than every answer has them; `false` for one that is said not to be there. */
export function securityHeaders({ demands, later }: Evidence): ApiModel['securityHeaders'] {
  const found = new Map<string, string | false>()
  for (const { example } of [...demands, ...later])
    for (const { fact } of example.expected) {
      if (fact.is !== 'answer-header') continue
      const name = [...Object.keys(always), ...Object.keys(usual)].find(
        one => one.toLowerCase() === fact.name.toLowerCase(),
      )
      if (name === undefined || fact.value === always[name]) continue
      if (fact.value === '#absent' || fact.value === '#notpresent') found.set(name, false)
      else if (!fact.value.startsWith('#') && fact.whole) found.set(name, fact.value)
      else if (!found.has(name) && usual[name] !== undefined) found.set(name, usual[name])
    }
  return found.size > 0 ? Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1))) : undefined
}

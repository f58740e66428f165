/** The target of the link with a relation in a `Link` header (RFC 8288); undefined where there is none. */
export function linkTo(header: string | undefined, relation: string): string | undefined {
  for (const [, target, parameters = ''] of (header ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[^,;"]+(?:"[^"]*")?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters)
    const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
    // `previous` is how some servers spell it
    if (relations.includes(relation) || (relation === 'prev' && relations.includes('previous'))) return target
  }
  return undefined
}

type Json = null | string | number | boolean | readonly Json[] | { readonly [name: string]: Json }

/**
 * An OpenAPI document with its answers, headers and parameters where they are referred to, and not said once in its components.
 *
 * @param leaveOut members that are not looked at
 */
// what a document holds is looked into by path, as a reader of the JSON would
// oxlint-disable-next-line typescript/no-explicit-any
export function resolved(document: object, leaveOut: readonly string[] = []): any {
  const whole = JSON.parse(JSON.stringify(document)) as { components: Record<string, Record<string, Json>> }
  const follow = (value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(follow)
    const [, kind, name] =
      /^#\/components\/(responses|headers|parameters)\/(.+)$/.exec((value as { $ref?: string }).$ref ?? '') ?? []
    if (kind !== undefined) return follow(whole.components[kind]![name!]!)
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, one]) => (leaveOut.includes(key) ? [] : [[key, follow(one)]])),
    )
  }
  const { responses: _, headers: __, parameters: ___, ...components } = whole.components
  return follow({ ...whole, components })
}

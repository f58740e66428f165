import type { ApiModel, Resource } from '../model/index.ts'

export interface Relation {
  readonly other: string
  /** `up`: what it belongs to; `down`: what belongs to it or is joined with it. */
  readonly direction: 'up' | 'down'
  readonly many: boolean
  readonly words: string
}

/** How a resource hangs together with others, from both ends. */
export function relationsOf(resource: Resource, { resources }: ApiModel): readonly Relation[] {
  const found: Relation[] = resource.fields.flatMap(({ name, type, required }): Relation[] => {
    switch (type.is) {
      case 'reference':
        return [
          {
            other: type.resource,
            direction: 'up',
            many: false,
            words: required ? `by ${name}` : `by ${name}, perhaps`,
          },
        ]
      case 'links':
        return [{ other: type.resource, direction: 'down', many: true, words: `many to many, by ${name}` }]
      case 'parts':
        return [{ other: type.resource, direction: 'down', many: true, words: `in it, as ${name}` }]
      default:
        return []
    }
  })
  for (const other of resources)
    for (const { name, type } of other.fields) {
      if (!('resource' in type) || type.resource !== resource.name) continue
      const direction = type.is === 'parts' ? 'up' : 'down'
      if (other === resource || found.some(one => one.other === other.name && one.direction === direction)) continue
      const words =
        type.is === 'reference'
          ? `by their ${name}`
          : type.is === 'links'
            ? `many to many, by their ${name}`
            : `part of its ${name}`
      found.push({ other: other.name, direction, many: type.is !== 'parts', words })
    }
  return found
}

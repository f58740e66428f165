import type { ApiModel, Field, FieldType, Operation, Resource } from '../model/api-model.ts'
import { parseText, type Template } from '../spec/index.ts'
export const resourceOf = (model: ApiModel, name: string): Resource | undefined => model.resources.find(it => it.name === name)
export const fieldOf = (resource: Resource, name: string): Field | undefined => resource.fields.find(it => it.name === name)
export const naturalKey = (resource: Resource): Field | undefined =>
  (resource.address !== resource.key.name ? fieldOf(resource, resource.address) : undefined) ??
  resource.fields.find(it => it.unique) ??
  resource.fields.find(it => it.type.is === 'scalar' && (it.type.of === 'string' || it.type.of === 'text'))
export const operationOf = (resource: Resource, kind: Operation['kind']): Operation | undefined => resource.operations.find(it => it.kind === kind)
export function parseCell(type: FieldType | undefined, text: string): Template {
  const ref = parseText(text)
  if (typeof ref !== 'string' || /^##?[a-z[]/.test(text)) return ref
  if (type?.is === 'scalar') {
    if (['integer', 'decimal'].includes(type.of) && text !== '' && !Number.isNaN(Number(text))) return Number(text)
    if (type.of === 'money' && !Number.isNaN(Number(text))) return Number(text).toFixed(2)
    if (type.of === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
    if (text === 'null') return null
    if (text === '""') return ''
    if (type.of !== 'json') return text
  }
  if (type?.is === 'enum' || type?.is === 'reference') return text === 'null' ? null : text
  try { return JSON.parse(text) as Template } catch { return text }
}

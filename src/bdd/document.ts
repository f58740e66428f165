import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { ApiModel } from '../model/index.ts'
import { printJson, serviceDocument } from '../report/index.ts'
import type { Specification } from '../spec/index.ts'
import { writeWhole } from '../write/index.ts'
import type { FileChange } from './changes.ts'
import type { Project } from './project.ts'

interface Read {
  readonly specification: Specification
  readonly model: ApiModel
}

/** Where the service has its OpenAPI document: beside `app.ts`, which serves it. */
const documentPath = ({ app }: Project): string => `${app}/openapi.json`

/**
 * What the service's OpenAPI document lacks: it is all that the features say, and nothing that a run has shown. A service
 * that does not hand it out gets none.
 */
export async function planDocument(project: Project, read: Read): Promise<(FileChange & Written) | undefined> {
  const app = await readFile(join(project.root, project.app, 'app.ts'), 'utf8').catch(() => '')
  if (!/\bdocumentation\(/.test(app)) return undefined
  const path = documentPath(project)
  const before = await readFile(join(project.root, path), 'utf8').catch(() => undefined)
  const text = documentText(project, read)
  // whoever formats the file has changed nothing
  if (before === text || (before !== undefined && isDeepStrictEqual(parsed(before), JSON.parse(text)))) return undefined
  return { path, text, change: before === undefined ? 'create' : 'update', units: [] }
}

/** The document as text: made once for a model, or known from an earlier run. */
export function documentText({ api, name }: Project, { specification, model }: Read): string {
  const found = texts.get(model) ?? printJson(serviceDocument(specification, model, api, name))
  texts.set(model, found)
  return found
}

/** An earlier run has made it from the same model, by the same code. */
export const knowDocument = (model: ApiModel, text: string): void => void texts.set(model, text)

/** A model is read for one project. */
const texts = new WeakMap<ApiModel, string>()

interface Written {
  readonly text: string
}

/**
 * Writes the document where it lacks something. By rename: a service that is asked meanwhile answers the old one or the
 * new one, and has nothing to load again.
 */
export async function writeDocument(project: Project, read: Read): Promise<FileChange | undefined> {
  const planned = await planDocument(project, read)
  if (!planned) return undefined
  const { text, ...change } = planned
  await writeWhole(project.root, change.path, text)
  return change
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type { ApiModel, Limit, Operation } from '../model/index.ts'

/** The limits that a request of an operation is counted for: its own, and those of all that lies under a path. */
export const limitsOf = (
  { path, limits = [] }: Operation,
  { limits: stated }: ApiModel,
): readonly (Limit & { readonly path?: string })[] => [
  ...(stated?.groups ?? []).filter(group => liesUnder(path, group.path)),
  ...limits,
]

/** A parameter in the path of a group is any part of one. */
function liesUnder(path: string, folder: string): boolean {
  const [own, wanted] = [parts(path), parts(folder)]
  return wanted.every((part, n) => own[n] === part || (part.startsWith('{') && own[n] !== undefined))
}

const parts = (path: string): readonly string[] => path.split('/').filter(Boolean)

import type { Context } from 'koa'
import type { Version } from '../table/versions.ts'
import { problem } from './problem.ts'

/**
 * The versions that `If-Match` names (RFC 9110, 13.1.1): none where the header is absent or `*`. Tags that are not ours, and weak
 * ones, match nothing.
 *
 * @throws {Problem} 428 when it is required and absent
 */
export function ifMatch(ctx: Context, required: boolean): Version {
  const header = ctx.get('If-Match').trim()
  if (header === '*') return undefined
  if (header !== '')
    return [...header.matchAll(/(?<!W\/)"(\d{1,9})(?:-[\w-]+)?"/g)].map(([, version]) => Number(version))
  if (required) throw problem('precondition_required', 'Say by If-Match which version this is a change of.')
  return undefined
}

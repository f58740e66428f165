import type { Context } from 'koa'
import type { Mapper } from './mapper.ts'

/** The version of the API that a request is for. */
export interface CurrentVersion {
  readonly name: string
  readonly mapper: Mapper | undefined
  /** The path that the client has asked for. */
  readonly path: string
  /** An address of the first version, in this one. */
  readonly address: (path: string) => string
  /** The version has no such operation. */
  readonly withheld: boolean
}

const KEY = 'apiVersion'

export const setVersion = (ctx: Context, version: CurrentVersion): void => {
  ctx.state[KEY] = version
}

/** As `apiVersions` has put there; undefined where an API has but one. */
export const versionOfApi = (ctx: Context): CurrentVersion | undefined => ctx.state[KEY] as CurrentVersion | undefined

/** The path that the client has asked for, whichever version it names. */
export const askedPath = (ctx: Context): string => versionOfApi(ctx)?.path ?? ctx.path

/** An address that is given out, in the version of the request. */
export const ownAddress = (ctx: Context, path: string): string => versionOfApi(ctx)?.address(path) ?? path

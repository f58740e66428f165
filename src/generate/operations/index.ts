import type { Operation } from '../../model/index.ts'
import { act } from './acts.ts'
import { collection } from './collections.ts'
import { crud } from './crud.ts'
import { files } from './files.ts'
import { links } from './links.ts'
import type { OperationMaker } from './maker.ts'
import { marks } from './marks.ts'
import { redirect } from './redirect.ts'
import { changePassword, refresh, signIn, signOut } from './sign-in.ts'
import { stub } from './stub.ts'

export { keepsSignIns, tokensFunction } from './session.ts'
export { contextOf, signature, type OperationMaker } from './maker.ts'

/** Who makes the code of which kind of operation. */
export const makers: Readonly<Record<Operation['kind'], OperationMaker>> = {
  list: crud,
  read: crud,
  create: crud,
  update: crud,
  replace: crud,
  delete: crud,
  bulk: collection,
  clear: collection,
  distinct: collection,
  counts: collection,
  transition: act,
  restore: act,
  link: links,
  unlink: links,
  'sign-in': signIn,
  refresh,
  'sign-out': signOut,
  password: changePassword,
  mark: marks,
  upload: files,
  download: files,
  detach: files,
  redirect,
  stub,
}

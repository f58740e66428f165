export { action, type Handler, type Input, type Shape } from './action.ts'
export { publicUrl } from './addresses.ts'
export { readBody } from './body.ts'
export { crossOrigin, crossOriginWithCookies } from './cross-origin.ts'
export { etags } from './etags.ts'
export { KeptAnswer } from './kept-answer.ts'
export { listing } from './listing.ts'
export { keepsAnswers, once } from './once.ts'
export {
  conflict,
  forbidden,
  invalid,
  notFound,
  notImplemented,
  problem,
  Problem,
  taken,
  unauthenticated,
  type Code,
} from './problem.ts'
export { problems, type Failure } from './problems.ts'
export { byField, reasons, sentence, type Reason } from './reasons.ts'
export { redirect } from './redirect.ts'
export { requestId, requestIds } from './request-ids.ts'
export { routed } from './routed.ts'
export { securityHeaders } from './security-headers.ts'
export { serve, type Service } from './serve.ts'

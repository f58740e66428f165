import { STATUS_CODES } from '../../spec/index.ts'

/** `Not Found` */
export const phrase = (status: number): string => STATUS_CODES[status] ?? ''

import { STATUS_CODES } from 'node:http'

/** `Not Found` */
export const phrase = (status: number): string => STATUS_CODES[status] ?? ''

import { defineEntity, p } from '@mikro-orm/core'

const KeptAnswerSchema = defineEntity({
  name: 'KeptAnswer',
  tableName: 'kept_answers',
  properties: {
    /** A digest of the key and of whom, and what, it was sent for. */
    id: p.text().primary(),
    /** A digest of the request that came with it. */
    request: p.text(),
    status: p.integer().nullable(),
    headers: p.json<Record<string, string>>().nullable(),
    body: p.text().nullable(),
    at: p.datetime(3).index(),
  },
})

/** The answer to a request that counts once. To be listed with the entities of a service that has such requests. */
export class KeptAnswer extends KeptAnswerSchema.class {}
KeptAnswerSchema.setClass(KeptAnswer)

import { defineEntity, p } from '@mikro-orm/core'
import { startBackends } from '../../src/backends/index.ts'
import {
  base,
  conflict,
  connect,
  fieldError,
  invalid,
  Problem,
  softDeleted,
  sql,
  table,
} from '../../src/runtime/index.ts'

const DeskSchema = defineEntity({
  name: 'Desk',
  tableName: 'desks',
  properties: { ...base, name: p.text(), deleted_at: p.datetime(3).nullable().hidden() },
  filters: softDeleted('deleted_at'),
})
export class Desk extends DeskSchema.class {}
DeskSchema.setClass(Desk)

const LabelSchema = defineEntity({
  name: 'Label',
  tableName: 'labels',
  properties: { ...base, name: p.text(), deleted_at: p.datetime(3).nullable().hidden() },
  filters: softDeleted('deleted_at'),
})
export class Label extends LabelSchema.class {}
LabelSchema.setClass(Label)

const states = ['open', 'parked', 'closed'] as const

const TicketSchema = defineEntity({
  name: 'Ticket',
  tableName: 'tickets',
  properties: {
    ...base,
    subject: p.text(),
    state: p.enum(states).default('open'),
    urgent: p.boolean().default(false),
    effort: p.integer().default(0),
    solved_on: p.date().nullable(),
    words: p.json<string[]>().default('[]'),
    desk_id: () => p.manyToOne(Desk).mapToPk().index().deleteRule('restrict'),
    labels: () => p.manyToMany(Label).owner(),
    deleted_at: p.datetime(3).nullable().hidden(),
  },
  filters: softDeleted('deleted_at'),
  uniques: [{ name: 'tickets_subject_unique', properties: ['subject'], where: 'deleted_at is null' }],
  checks: [{ name: 'tickets_effort_above_when_urgent', expression: 'urgent is distinct from true or effort > 0' }],
})
export class Ticket extends TicketSchema.class {}
TicketSchema.setClass(Ticket)

const CommentSchema = defineEntity({
  name: 'Comment',
  tableName: 'comments',
  properties: {
    ...base,
    text: p.text(),
    pinned: p.boolean().default(false),
    ticket_id: () => p.manyToOne(Ticket).mapToPk().index().deleteRule('cascade'),
  },
  uniques: [{ name: 'comments_one_pinned_of_ticket_id', properties: ['ticket_id'], where: 'pinned' }],
})
export class Comment extends CommentSchema.class {}
CommentSchema.setClass(Comment)

/** Tables of a small helpdesk on a PostgreSQL of its own. */
export async function startHelpdesk() {
  const backends = await startBackends('embedded', process.env)
  const orm = await connect(backends.postgres.url, { entities: [Desk, Label, Ticket, Comment], migrations: [] })
  await orm.schema.create()
  const { em } = orm
  return {
    em,
    desks: table(em, Desk),
    labels: table(em, Label),
    tickets: table(em, Ticket, {
      refusals: { tickets_effort_above_when_urgent: invalid(fieldError('effort', 'above', { n: 0 })) },
    }),
    comments: table(em, Comment, {
      needs: [{ of: 'ticket_id', where: sql`state <> 'closed'`, error: 'ticket_closed' }],
      refusals: { comments_one_pinned_of_ticket_id: new Problem(409, 'pinned', 'There is one already.') },
    }),
    plain: table(em, Comment, { refusals: { comments_one_pinned_of_ticket_id: conflict() } }),
    async stop() {
      await orm.close()
      await backends.stop()
    },
  }
}

import type { MikroORM } from '@mikro-orm/postgresql'

const LOCK = 0x62_72_69_6e // any number, as long as every instance takes the same

/** Applies the migrations that are due, all or none. Instances that start together wait for one another. */
export const migrate = (orm: MikroORM): Promise<void> =>
  orm.em.transactional(async em => {
    // waiting for the others, or for an index on a large table, takes as long as it takes
    for (const limit of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']) {
      await em.execute(`set local ${limit} = 0`)
    }
    // a table whose rows still wait to be checked could not be altered by the next migration
    await em.execute('set constraints all immediate')
    await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
    await orm.migrator.up({ transaction: em.getTransactionContext() })
  })

/** The name of our database on a server that is ours alone. */
export const privateName = 'brine'

/** The comment on every database that we made: only what carries it is ever emptied or dropped. */
export const ownMark = 'made by brine: may be emptied and dropped at any time'

/** The query that reads whose the database is. */
export const readMark = `select shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()`

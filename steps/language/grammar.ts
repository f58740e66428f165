/** A line of a table of the reference: how something is written, and what it means. */
export interface Entry {
  readonly written: string
  readonly means: string
}

/** The types of a field table. */
export const types: readonly Entry[] = [
  { written: 'string', means: 'a text, as a rule of one line' },
  { written: 'text', means: 'a text of any length' },
  { written: 'integer', means: 'a whole number' },
  {
    written: 'bigint',
    means:
      'a whole number of 64 bits, exact to the last digit; so is an integer of which an example shows such a value',
  },
  { written: 'decimal', means: 'a number' },
  {
    written: 'money',
    means: 'an exact amount with two decimals: the text `"12.50"`, or a number where an example shows one',
  },
  { written: 'boolean', means: '`true` or `false`' },
  { written: 'date', means: 'a day: `2030-05-01`' },
  { written: 'timestamp', means: 'a moment: `2030-05-01T09:40:00Z`; answered in UTC, with milliseconds' },
  { written: 'uuid', means: 'a uuid' },
  { written: 'email', means: 'an e-mail address' },
  { written: 'url', means: 'an absolute address, http or https' },
  { written: 'json', means: 'any JSON' },
  {
    written: 'file',
    means:
      'a file that clients upload in a form; rows tell its `name`, `type`, `size` and `url`, where it is fetched. At most 10 MB where nothing is said',
  },
  { written: 'enum(small, large)', means: 'one of these texts; sorted in the order in which they are declared' },
  {
    written: 'list(string)',
    means: 'several values of one type; of a resource: rows that are written and read with it',
  },
  { written: 'book', means: 'the name of a resource: one of its rows, by its key' },
]

/** The rules of a field table. */
export const rules: readonly Entry[] = [
  { written: 'required', means: 'there is always a value' },
  { written: 'optional', means: 'there may be none; so it is where nothing is said' },
  { written: 'unique', means: 'no two rows have the same' },
  {
    written: 'unique per owner',
    means: 'no two rows of one owner have the same; also per a relation or a field: `unique per room and day`',
  },
  { written: 'min 3', means: 'a number is at least 3; a text has at least 3 characters, a list 3 entries' },
  { written: 'max 80', means: 'the same, at most' },
  {
    written: 'max 2 MB',
    means: 'so large may a file be; also in `bytes`, `kB`, `GB`. A larger one is answered with 413',
  },
  {
    written: 'types image/png or image/jpeg',
    means: 'what a file may be, also `image/*`: what the client says, and how it begins. Another is answered with 415',
  },
  { written: 'matches /^[A-Z]{3}$/', means: 'the regular expression fits' },
  { written: 'past', means: 'the time lies in the past' },
  { written: 'future', means: 'the time lies in the future' },
  { written: 'after starts_at', means: 'the time comes after that of another field' },
  { written: 'default 0', means: 'the value where the client sends none' },
  { written: 'read-only', means: 'the service keeps it; what a client sends is ignored' },
  { written: 'refused', means: 'the service keeps it; a client that sends it is refused' },
  { written: 'hidden', means: 'kept, and in no answer' },
  { written: 'indexed', means: 'the database finds rows by it quickly' },
  {
    written: 'visible to admins and its owner',
    means: 'nobody else is shown it, or can filter, sort or search by it; roles by their plurals',
  },
  { written: 'writable by admins', means: 'whoever else sends it is refused: 403' },
  { written: 'searchable', means: 'searches look into it' },
  { written: 'sortable', means: 'lists can be sorted by it' },
  { written: 'sorted', means: 'a list is kept in order' },
  { written: 'was heading', means: 'what it was called before: its values are kept under the new name' },
  { written: 'derived: count of reviews', means: 'the service works it out: see below' },
]

/** What may follow `derived:`. */
export const derivations: readonly Entry[] = [
  { written: 'slug of title', means: 'the text as it can stand in an address: `the-old-man`' },
  { written: 'full name of first_name last_name', means: 'the texts, joined by spaces' },
  {
    written: 'price * quantity',
    means: 'arithmetic with `+ - * /` and brackets, over fields and numbers; divided by nothing it is `null`',
  },
  { written: 'stock is below minimum', means: 'a condition: true or false' },
  { written: 'count of reviews', means: 'how many rows belong to this one' },
  { written: 'count of reviews where stars is at least 4', means: 'how many of them fulfil a condition' },
  { written: 'sum of items.price * items.quantity', means: 'over the rows that belong to this one' },
  { written: 'average of reviews.stars', means: 'the same; also `lowest of` and `highest of`' },
  {
    written: 'sum of invoices.amount where paid_at is null',
    means: 'over those that fulfil a condition; also of the other three',
  },
  { written: 'now', means: 'the time at which the row was made' },
  { written: 'now at each change', means: 'the time of its last change' },
  { written: 'running number', means: '1, 2, 3 …' },
]

/** How a condition compares a field. */
export const comparisons: readonly Entry[] = [
  { written: 'state is "open"', means: 'equals; also a number, `true`, `false` or `null`' },
  { written: 'state is not "open"', means: 'is another' },
  { written: 'price is below 10', means: 'less; of times: `is before`' },
  { written: 'price is at most 10', means: 'less or equal; of times: `is at or before`' },
  { written: 'price is above 10', means: 'more; of times: `is after`' },
  { written: 'price is at least 10', means: 'more or equal; of times: `is at or after`' },
  { written: 'title begins with "The"', means: 'the text begins so' },
  { written: 'title contains "sea"', means: 'the text has it somewhere' },
  { written: 'price is at most it', means: '`it` is the value of the parameter that the condition stands for' },
  { written: 'stock is below minimum', means: 'another field of the row' },
  { written: 'due_on is before today', means: 'the day of the question, in UTC; `now` is its moment' },
  { written: 'author.country is "Ireland"', means: 'a field of the row that this one refers to' },
  { written: 'state is "open" or stars is at least 4 and stars is below 5', means: '`and` binds before `or`' },
]

/** What stands for something that the scenario has made or received. */
export const references: readonly Entry[] = [
  { written: '{book.id}', means: 'the book that the scenario made or read last' },
  {
    written: '{"Dune".id}',
    means:
      'the row that people call Dune: by the field it is addressed by, else by its first unique field, else by its first text',
  },
  { written: '{response.items[0].id}', means: 'a part of the last answer' },
  { written: '{header.location}', means: 'a header of the last answer' },
]

/** The files that scenarios upload, and expect. */
export const testFiles: readonly Entry[] = [
  {
    written: '"cover.png"',
    means: 'a file in `files/` or `fixtures/` beside the feature, or beside a folder above it',
  },
  { written: '"a PNG of 20 kB"', means: 'one that is made up; also in `bytes` and `MB`' },
  { written: '"a PDF called taxi.pdf"', means: 'the same under a name, which also says its type' },
  { written: '"an empty CSV"', means: 'one without content' },
]

/** What stands for a value that an example cannot know. */
export const matchers: readonly Entry[] = [
  { written: '#uuid', means: 'a uuid' },
  { written: '#timestamp', means: 'a moment in ISO 8601' },
  { written: '#date', means: 'a day' },
  { written: '#time', means: 'a time of day' },
  { written: '#string', means: 'a text' },
  { written: '#number', means: 'a number' },
  { written: '#integer', means: 'a whole number' },
  { written: '#decimal', means: 'a number, also as a text' },
  { written: '#money', means: 'an amount with two decimals' },
  { written: '#boolean', means: '`true` or `false`' },
  { written: '#array', means: 'a list' },
  { written: '#object', means: 'an object' },
  { written: '#null', means: 'null' },
  { written: '#notnull', means: 'anything but null' },
  { written: '#present', means: 'anything, null included' },
  { written: '#absent', means: 'nothing at all; also `#notpresent`' },
  { written: '#ignore', means: 'whatever it is, or is not' },
  { written: '#url', means: 'an absolute address, http or https' },
  { written: '#email', means: 'an e-mail address' },
  { written: '#slug', means: 'lower case, digits and hyphens' },
  { written: '#jwt', means: 'a signed token' },
  { written: '#empty', means: 'an empty text or list, or null' },
  { written: '#regex ^[A-Z]{3}$', means: 'a text that the regular expression fits as a whole' },
  { written: '#[2] #uuid', means: 'a list of two uuids; `#[]` of any number' },
  { written: '##string', means: 'a text, or nothing: two signs make any matcher optional' },
]

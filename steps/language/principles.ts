/** What holds for every feature, before any phrase. Markdown. */
export const principles = `Features are written in the third person and the present tense. \`Given\` says what holds and what is there, \`When\`
what one client does, \`Then\` what can be observed afterwards. Each step says one of the phrases below, to the letter.

**Meaning first, HTTP where it matters.** Most scenarios speak of things and what is done with them: _the client creates
a book with_. Where HTTP itself is the subject, they name a method and a path: _the client sends POST /api/v1/books with
body_. Both can stand in one scenario.

**Examples show the shape, statements make the rules.** From an example Brine learns names, types and nesting, and never
a value: a service that answers Emma with 7.99 because a scenario does so is not written. What is true of every row
(what is required, what is unique, what is worked out) stands in a field table or in a phrase of its own.

**Statements hold for the whole API.** A field table, or a phrase such as _books are served under_, may stand in any
scenario or background; said once, it holds in all features.

**No check passes on nothing.** Every phrase is tested with the example that stands here with it: red where there is no
service, green on what is generated from the example, and red again when the service is generated without the phrase or
the phrase says something else.

**Words of your own.** In \`steps/*.feature\` each scenario is a phrase: its title says how steps word it, with \`<name>\` for
each value, and its steps say what it means. Where none of them has the table or the doc string that it needs, the step
that says the phrase brings it. What phrases cannot say, a project does in plain cucumber-js, in \`steps/*.ts\`, where
\`this.scene\` has the rows, the requests and the answers of the scenario.

## Names

A resource is one word, words with hyphens, or several words in quotes: \`a "gift card" has these fields:\`. One or many,
as the sentence wants it; plurals that English does not tell stand in \`brine.config.ts\`. A dot leads inwards: \`dates.from\`
is the \`from\` of \`dates\`, in a field table, in a cell's head and in a path such as \`items[0].title\`.

## Values

A cell holds a JSON scalar, and what is none is a text. Where a field table declares the type, the type decides: \`0042\`
stays a text in a field of texts. An empty cell means that there is no such field; \`null\` and \`""\` are written out.

A field that refers to another resource may be given by name: with \`author | Jane Austen\` the service is sent the key of
that author.`

/** Where references may stand. Markdown. */
export const references = `They stand in paths, in cells and in JSON; a whole path may be one. In JSON they keep their type without quotes, and
become a text within.`

/** What a service is like where the features say nothing about it. Markdown. */
export const conventions = `Resources are served under \`/api/v1/\` and their plural, with hyphens. A row has a uuid \`id\`, and the times
\`created_at\` and \`updated_at\`. A list is \`{ items, total, limit, offset }\`, oldest first, 100 rows unless \`limit\`
asks for others, at most 1000, with the pages around in the header \`Link\`. What was created is answered with 201 and
its \`Location\`, what was deleted with 204. Fields and parameters that nobody has declared or shown are refused.

A refusal is \`application/problem+json\` (RFC 9457): \`type\`, \`title\`, \`status\`, \`detail\`, \`instance\`, and beside them
\`error\`, a stable code for programs, \`request_id\`, \`timestamp\`, and \`errors\`, a list of \`{ field, message }\`.

An example that shows another way (a bare list, other names of parameters, an item wrapped in its name, keys that are
numbers, a list that begins with the newest) is followed. Where nothing says why a row is refused with 409, what it has in
common with one that is there is unique, or their times overlap. Of a resource that no table declares, examples also show by what its items are addressed
(\`/repos/engine\`), what new rows begin with (\`"completed": false\`), which numbers count what belongs to them, and what a
body must have that is refused without it. All else that is true in general is stated.`

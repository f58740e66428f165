import type { Place } from '../../spec/index.ts'
import type { DraftResource } from '../draft.ts'
import { policiesOf } from '../evidence.ts'
import type { Idiom } from '../infer.ts'

/** `the service starts with these venues:`. Rows that are stated twice are there once. */
export const seeds: Idiom = ({ evidence, drafts }) => {
  for (const { fact, place } of policiesOf(evidence, 'seeds'))
    for (const cells of fact.rows) add(drafts.get(fact.resource)!, cells, place)
}

function add(draft: DraftResource, cells: Readonly<Record<string, string>>, place: Place): void {
  const known = draft.seeds.findIndex(seed => JSON.stringify(seed.cells) === JSON.stringify(cells))
  const from = [...(draft.seeds[known]?.from ?? []), place]
  draft.seeds.splice(known < 0 ? draft.seeds.length : known, known < 0 ? 0 : 1, { cells, from })
}

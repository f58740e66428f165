import type { Fact } from '../../spec/index.ts'
import type { World } from '../world.ts'

/** How a fact of each of these kinds is brought about, or checked, on the service. */
export type Performers<Kind extends Fact['is']> = {
  readonly [K in Kind]: (fact: Extract<Fact, { readonly is: K }>, world: World) => void | Promise<void>
}

import { Before, defineParameterType, defineStep, setWorldConstructor, World } from '@cucumber/cucumber'
import { beginScenario, ownWords, performStep, theScenario, type World as Scene } from '../src/verify/index.ts'
import type { Phrase } from '../src/spec/index.ts'
import { vocabulary } from './index.ts'

/** What `this` is in a project's own steps: `this.scene` has the rows, requests and answers of the scenario. */
export class BrineWorld extends World {
  get scene(): Scene {
    return theScenario().world
  }
}

setWorldConstructor(BrineWorld)

for (const { name, pattern, read } of vocabulary.wordTypes)
  defineParameterType({ name, regexp: pattern, transformer: read, useForSnippets: false, preferForRegexpMatch: false })

Before({ timeout: -1, name: 'a service that runs, an empty database' }, async ({ pickle }) => {
  await beginScenario(`${pickle.uri}:${pickle.location?.line ?? 1}`)
})

for (const { expression, takes } of vocabulary.phrases)
  // cucumber compares the number of parameters, which a function without any does not show
  define(expression, expression.match(/(?<!\\)\{/g)?.length ?? 0, takes)

for (const { means, takes } of ownWords()) if (means) define(means.pattern, 0, takes)

function define(pattern: string | RegExp, parameters: number, takes: Phrase['takes']): void {
  const step = () => performStep()
  Object.defineProperty(step, 'length', { value: parameters + (takes ? 1 : 0) })
  // requests and questions to the service have time limits of their own, which say more
  defineStep(pattern, { timeout: -1 }, step)
}

import { Before, BeforeStep, defineParameterType, defineStep, setWorldConstructor, World } from '@cucumber/cucumber'
import { beginScenario, performStep, theScenario, type World as Scene } from '../src/verify/index.ts'
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

BeforeStep(({ pickle, pickleStep }) => {
  theScenario().step = pickle.steps.indexOf(pickleStep)
})

for (const { expression, takes } of vocabulary.phrases) {
  const step = () => performStep()
  // cucumber compares the number of parameters, which a function without any does not show
  const parameters = expression.match(/(?<!\\)\{/g)?.length ?? 0
  Object.defineProperty(step, 'length', { value: parameters + (takes ? 1 : 0) })
  // requests and questions to the service have time limits of their own, which say more
  defineStep(expression, { timeout: -1 }, step)
}

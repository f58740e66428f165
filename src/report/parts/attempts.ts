import { html, type Html } from '../html.ts'
import { isRescued, known, type ScenarioPage } from '../join.ts'
import { attachmentList } from './attachments.ts'
import { failureBlock } from './failure.ts'
import { section } from './layout.ts'
import { badge, time } from './status.ts'
import { stepList } from './steps.ts'

/** How a scenario went each time before the last, with what is to be thought of it. */
export function attemptsBlock(page: ScenarioPage): Html | false {
  const { attempts = [] } = page.result ?? {}
  return (
    attempts.length > 0 &&
    section(
      'attempts',
      attempts.length === 1 ? 'The attempt before' : `The ${attempts.length} attempts before`,
      isRescued(page) && html`<p>It is flaky: nothing has changed between red and green but the time.</p>`,
      attempts.map(
        ({ status, duration, failure, steps, attachments = [] }, n) =>
          html`<details class="attempt">
            <summary>
              Attempt ${n + 1} of ${attempts.length + 1} ${badge(known(status))}
              <span class="quiet">in ${time(duration)}</span>
            </summary>
            ${failure && failureBlock(failure)} ${stepList(page.steps, steps)}
            ${attachmentList(page.path, attachments, page.steps)}
          </details>`,
      ),
    )
  )
}

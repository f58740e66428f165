import { everyPage } from './every-page.ts'

everyPage('the largest specification of another domain', 'fixtures/specs/events/features')

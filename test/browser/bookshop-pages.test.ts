import { everyPage } from './every-page.ts'

everyPage('the bookshop', 'features')

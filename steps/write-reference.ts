import { writeFile } from 'node:fs/promises'
import { reference } from './reference.ts'

await writeFile(new URL('../docs/vocabulary.md', import.meta.url), reference())

import { writeFile } from 'node:fs/promises'
import { reference } from './reference.ts'

await writeFile(new URL('../../docs/guides/reference.md', import.meta.url), reference())

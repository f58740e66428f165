// The command from its sources: what Node has stripped and compiled before is there from the first file on.
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('../src/cli/main.ts')

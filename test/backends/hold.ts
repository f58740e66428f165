import { startBackends } from '../../src/backends/index.ts'

// A run of its own, for tests that kill it: says what it has, and waits.
const [choice, options = '{}'] = process.argv.slice(2)
if (choice !== 'given' && choice !== 'local' && choice !== 'embedded') throw new Error(`cannot hold ${choice}`)
const { postgres, redis } = await startBackends(choice, process.env, JSON.parse(options))
console.log(JSON.stringify({ postgres, redis }))
setInterval(() => undefined, 60_000)
process.on('message', () => process.exit(0)) // without a stop

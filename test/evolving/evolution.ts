import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'
import { startBackends, type Backends } from '../../src/backends/index.ts'
import { TestProject } from '../support/project.ts'

const migrateScript = `
import { migrate } from 'brine/runtime'
import { loadConfig } from './src/core/config.ts'
import { database } from './src/core/database.ts'
const orm = await database(loadConfig())
try { await migrate(orm) } finally { await orm.close() }
`

/** A service whose specification changes, and a database of its own that keeps rows meanwhile. */
export class Evolution {
  readonly project: TestProject
  readonly #backends: Backends
  readonly #rows: pg.Client
  readonly #url: string

  private constructor(project: TestProject, backends: Backends, rows: pg.Client, url: string) {
    this.project = project
    this.#backends = backends
    this.#rows = rows
    this.#url = url
  }

  /** The service as the features say, and its tables, without rows. */
  static async begin(features: Readonly<Record<string, string>>): Promise<Evolution> {
    const project = await TestProject.create(features)
    const backends = await startBackends('embedded', process.env)
    const url = backends.postgres.url
    const rows = new pg.Client({ connectionString: url })
    await rows.connect()
    const evolution = new Evolution(project, backends, rows, url)
    await evolution.run()
    await evolution.migrate()
    return evolution
  }

  /** Runs the features, which are green afterwards. */
  async run(): Promise<void> {
    const { status, output } = await this.project.brine('bdd', '--backend', 'embedded')
    if (status !== 0) throw new Error(output)
  }

  /** Brings the database with the rows to where the migrations lead. @throws what the database says */
  async migrate(): Promise<void> {
    const command = ['--conditions=brine:source', '--input-type=module', '-e', migrateScript]
    const env = { ...process.env, DATABASE_URL: this.#url }
    await promisify(execFile)(process.execPath, command, { cwd: this.project.root, env })
  }

  /** Goes one migration back. */
  async back(): Promise<void> {
    const script = migrateScript.replace('await migrate(orm)', 'await orm.migrator.down()')
    const command = ['--conditions=brine:source', '--input-type=module', '-e', script]
    const env = { ...process.env, DATABASE_URL: this.#url }
    await promisify(execFile)(process.execPath, command, { cwd: this.project.root, env })
  }

  async sql(text: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.#rows.query<Record<string, unknown>>(text)).rows
  }

  async end(): Promise<void> {
    await this.#rows.end()
    await this.#backends.stop()
    await this.project.remove()
  }
}

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

// `npm run vendor`: takes the bundles of Swagger UI and ReDoc out of their packages. Only the packages themselves are
// fetched: installing them would run a script of telemetry, and bring a hundred others along.

const assets = join(import.meta.dirname, '../../src/runtime/documentation/assets')

const packages = [
  {
    name: 'swagger-ui-dist',
    version: '5.35.0',
    bundles: ['swagger-ui-bundle.js', 'swagger-ui.css'],
    licences: ['NOTICE', 'LICENSE', 'swagger-ui-bundle.js.LICENSE.txt'],
  },
  {
    name: 'redoc',
    version: '2.5.4',
    bundles: ['bundles/redoc.standalone.js'],
    licences: ['LICENSE', 'bundles/redoc.standalone.js.LICENSE.txt'],
  },
]

const folder = mkdtempSync(join(tmpdir(), 'brine-vendor-'))
for (const { name, version, bundles, licences } of packages) {
  execFileSync('npm', ['pack', '--silent', `${name}@${version}`], { cwd: folder })
  execFileSync('tar', ['xzf', `${name}-${version}.tgz`], { cwd: folder })
  const read = (path: string) => readFileSync(join(folder, 'package', path))
  for (const path of bundles)
    writeFileSync(join(assets, `${path.split('/').at(-1)}.gz`), compressed(offline(read(path))))
  const text = licences.map(path => `${name} ${version}: ${path}\n\n${read(path).toString().trim()}\n`)
  writeFileSync(join(assets, `${name}.LICENSE.txt`), text.join('\n\n'))
  rmSync(join(folder, 'package'), { recursive: true })
}
rmSync(folder, { recursive: true })

/** ReDoc shows its maker's sign, from a server of his: the page asks for nothing from elsewhere. */
function offline(content: Buffer): Buffer {
  return Buffer.from(content.toString().replaceAll('https://cdn.redoc.ly/redoc/logo-mini.svg', 'data:,'))
}

/** The same bytes on every system: the header says nothing of the one that it was made on. */
function compressed(content: Buffer): Buffer {
  const made = gzipSync(content, { level: 9 })
  made[9] = 255
  return made
}

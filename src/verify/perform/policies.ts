import { resourceOf, type ApiModel, type Resource } from '../../model/index.ts'
import { plural, type Policy } from '../../spec/index.ts'
import { ExpectationError } from '../errors.ts'
import { allowsOrigin, hasEnvelope, isThere } from '../probes.ts'
import { expectSeeds } from '../seeds.ts'
import type { World } from '../world.ts'
import type { Performers } from './performer.ts'

/**
 * A policy does nothing in a scenario: what it says shows in the scenarios that try it. Yet its step does not pass on
 * nothing: the service must have what the policy is about.
 */
export const policies: Performers<Policy['is']> = {
  fields: ({ resource }, world) => exists(world, resource),
  belongs: async ({ child, parent }, world) => {
    await exists(world, child)
    await exists(world, parent)
  },
  many: async ({ resource, others }, world) => {
    await exists(world, resource)
    await exists(world, others)
  },
  served: ({ resource }, world) => exists(world, resource),
  addressed: ({ resource }, world) => exists(world, resource),
  'kept-by': async ({ resource, by }, world) => {
    await exists(world, resource)
    await exists(world, by)
  },
  ordered: ({ resource }, world) => exists(world, resource),
  filtered: ({ resource }, world) => exists(world, resource),
  lenient: ({ resource }, world) => exists(world, resource),
  paginated: ({ resource }, world) => exists(world, resource),
  'soft-deleted': ({ resource }, world) => exists(world, resource),
  bulk: ({ resource }, world) => exists(world, resource),
  'listed-where': ({ resource }, world) => exists(world, resource),
  distinct: ({ resource }, world) => exists(world, resource),
  changes: ({ resource }, world) => exists(world, resource),
  'bound-when': ({ resource }, world) => exists(world, resource),
  'at-most-one': async ({ resource, of }, world) => {
    await exists(world, resource)
    await exists(world, of)
  },
  needs: async ({ resource, of }, world) => {
    await exists(world, resource)
    await exists(world, of)
  },
  apart: async ({ resource, of }, world) => {
    await exists(world, resource)
    await exists(world, of)
  },
  bounded: async ({ resource, bound }, world) => {
    await exists(world, resource)
    if (typeof bound === 'object') await exists(world, bound.of)
  },
  versioned: ({ resource }, world) => exists(world, resource),
  'was-called': ({ resource }, world) => exists(world, resource),
  idempotent: async ({ method, path, header }, world) => {
    const { name } = ownerOf(world, method, path, header)
    await exists(world, name)
  },
  limited: async ({ method, path }, world) => {
    const owner = limitedBy(world.model, method, path)
    if (!owner) throw new ExpectationError(`the service has nothing that ${method ?? 'lies under'} ${path} leads to`)
    await exists(world, owner.name)
  },
  cached: ({ resource }, world) => exists(world, resource),
  'cached-path': async ({ path }, world) => {
    const owner = world.model.resources.find(({ operations }) =>
      operations.some(it => it.cached !== undefined && nameless(it.path) === nameless(path)),
    )
    if (!owner) throw new ExpectationError(`the service has nothing that GET ${path} leads to`)
    await exists(world, owner.name)
  },
  'by-cursor': ({ resource }, world) => exists(world, resource),
  seeds: async ({ resource, rows }, world) => {
    await exists(world, resource)
    await expectSeeds(world, resource, rows)
  },
  allowed: ({ resource }, world) => exists(world, resource),
  own: ({ resource }, world) => exists(world, resource),
  view: ({ of }, world) => exists(world, of),
  marked: ({ resource }, world) => exists(world, resource),
  'has-role': ({ resource }, world) => exists(world, resource),
  'role-includes': (_, world) => answersErrors(world),
  'signs-in': (_, world) => answersErrors(world),
  'sees-only': ({ resource }, world) => exists(world, resource),
  'hidden-from': ({ resource }, world) => exists(world, resource),
  door: (_, world) => answersErrors(world),
  presented: (_, world) => answersErrors(world),
  answered: (_, world) => answersErrors(world),
  worded: (_, world) => answersErrors(world),
  'error-body': (_, world) => answersErrors(world),
  'version-served': ({ resource }, world) => exists(world, resource),
  'version-shows': ({ resource }, world) => exists(world, resource),
  deprecated: (_, world) => answersErrors(world),
  'cross-origin': ({ origin = 'https://page.example' }, world) => allowsPages(world, origin),
}

/** The resource with the operation that counts once. */
function ownerOf(world: World, method: string, path: string, header: string): Resource {
  const owner = world.model.resources.find(({ operations }) =>
    operations.some(it => it.once === header && it.method === method),
  )
  if (owner) return owner
  throw new ExpectationError(`the service has no ${method} ${path}, so it cannot count once`)
}

/** A resource with an operation that the limit is for. */
function limitedBy({ resources, limits }: ApiModel, method: string | undefined, path: string): Resource | undefined {
  const wanted = nameless(path)
  const under = wanted.replace(/\/+$/, '')
  return resources.find(({ operations }) =>
    operations.some(it =>
      method === undefined
        ? limits && `${nameless(it.path)}/`.startsWith(`${under}/`)
        : it.limits && it.method === (method === 'HEAD' ? 'GET' : method) && nameless(it.path) === wanted,
    ),
  )
}

const nameless = (path: string) => path.replaceAll(/\{[^}]*\}|:[\w-]+/g, '{}')

async function exists(world: World, name: string): Promise<void> {
  world.touched.add(name)
  if (await isThere(world, name, resourceOf(world.model, name))) return
  throw new ExpectationError(`the service has no ${plural(name)}: neither a route to them nor a table of them`)
}

async function allowsPages(world: World, origin: string): Promise<void> {
  if (await allowsOrigin(world.target, origin)) return
  throw new ExpectationError(
    `the service does not let pages of ${origin} call it: Access-Control-Allow-Origin is absent`,
  )
}

async function answersErrors(world: World): Promise<void> {
  if (await hasEnvelope(world.target)) return
  throw new ExpectationError('the service does not answer errors in an envelope: nothing of it is there yet')
}

import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { circuitNotFound } from '#core/circuits/change-circuit.ts'
import type { Circuit, SiteTopology } from '#core/circuits/circuit.ts'
import type { LimitSource } from '#core/circuits/limit.ts'
import type { CircuitMeter } from '#core/circuits/meter.ts'
import type { Site } from '#core/circuits/site.ts'
import { Problem } from '#core/errors.ts'
import { requireConfirmed } from './check-access.ts'
import { closed, Id } from './wire/parts.ts'

export const SiteParams = Type.Object({ id: Id }, closed)
export const CircuitParams = Type.Object({ id: Id }, closed)

type Asked = Pick<FastifyRequest, 'ctx'>

/** The site that the path names; those of other tenants do not exist here. */
export async function siteOf({ ctx }: Asked, id: number): Promise<Site> {
  const site = await ctx.circuits.site(id)
  if (!site) throw new Problem('not_found', `There is no site ${id}.`, { subject: 'site' })
  return site
}

export async function circuitOf({ ctx }: Asked, id: number): Promise<Circuit> {
  const circuit = await ctx.circuits.circuit(id)
  if (!circuit) throw circuitNotFound(id)
  return circuit
}

/** What changes how a live site is wired changes what is charging there: it needs the password. */
export async function confirmWhenLive(request: FastifyRequest, siteId: number): Promise<void> {
  if ((await siteOf(request, siteId)).isLive) requireConfirmed(request)
}

export type SiteWiring = { topology: SiteTopology; limits: LimitSource[]; meters: CircuitMeter[] }

export async function wiringOf({ ctx }: Asked, siteId: number): Promise<SiteWiring> {
  const [topology, limits, meters] = await Promise.all([
    ctx.circuits.topology(siteId),
    ctx.siteLimits.limits(siteId, ctx.now()),
    ctx.circuitMeters.meters(siteId),
  ])
  return { topology, limits, meters }
}

import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { chargerNotFound } from '#core/chargers/change-charger.ts'
import type { Charger } from '#core/chargers/charger.ts'
import { closed, Id } from './wire/parts.ts'

export const ChargerParams = Type.Object({ id: Id }, closed)

/** The charger that the path names; those of other tenants do not exist here. */
export async function chargerOf({ ctx }: Pick<FastifyRequest, 'ctx'>, id: number): Promise<Charger> {
  const charger = await ctx.chargers.byId(id)
  if (!charger) throw chargerNotFound()
  return charger
}

/** Where a charger connects to; with its tenant, so that it is found whoever else has the identity. */
export function ocppPath(basePath: string, identity: string): string {
  return `${basePath}/ocpp/${encodeURIComponent(identity)}`
}

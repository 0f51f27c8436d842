import { Type } from 'typebox'
import type { Circuit } from '#core/circuits/circuit.ts'
import type { Uses } from '#core/context.ts'
import { Refusal } from './errors.ts'
import { inAnyCase } from './guid.ts'

export const chargerGroupId = Type.String({
  description: 'The id of the charger group, as the administration shows it',
  examples: ['5b1f6c1e-0f7a-4d0b-9a5b-2f6d0c8e7a31'],
})

/** The circuit that is known to programs as this charger group; those of other tenants do not exist here. */
export async function findChargerGroup(ctx: Uses<'circuits'>, publicId: string): Promise<Circuit> {
  const circuit = await inAnyCase(publicId, (id) => ctx.circuits.circuitByPublicId(id))
  if (circuit) return circuit
  const message = `Charger group '${publicId}' was not found.`
  throw new Refusal(404, 'charger_group_not_found', message, { parameter: 'chargerGroupId' })
}

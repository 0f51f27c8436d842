import { randomBytes } from 'node:crypto'
import type { Uses } from '../../context.ts'
import { Problem } from '../../errors.ts'
import type { CircuitMeter, NewMeter } from '../meter.ts'
import { refuseFaultyMeter } from './check-meter.ts'

/**
 * Gives a circuit a meter. It is read from now on, and believed after three good samples.
 *
 * A meter that pushes gets a token, which is returned here and never again. The password of a broker is kept sealed. A
 * circuit has one meter at a time.
 */
export async function addMeter(
  ctx: Uses<'transaction' | 'circuits' | 'chargers' | 'sealing'>,
  { password = null, ...meter }: NewMeter & { password?: string | null },
): Promise<{ meter: CircuitMeter; pushToken: string | null }> {
  refuseFaultyMeter(meter, password)
  const circuit = await ctx.circuits.circuit(meter.circuitId)
  if (!circuit) throw new Problem('not_found', 'There is no such circuit.', { subject: 'circuit' })
  const { source } = meter
  if (source.kind === 'ocpp' && !(await ctx.chargers.byId(source.chargerId))) {
    throw new Problem('charger_not_found', 'There is no such charger.', { subject: 'charger' })
  }

  const pushToken = source.kind === 'push' ? `meter_${randomBytes(32).toString('base64url')}` : null
  const secret = {
    passwordSealed: password === null ? null : ctx.sealing.seal(password),
    pushTokenHash: pushToken === null ? null : ctx.sealing.hash(pushToken),
  }
  const added = await ctx.transaction(async (tx) => {
    const kept = await tx.circuitMeters.addMeter(meter, secret)
    if (!kept)
      throw new Problem('conflict', `The circuit '${circuit.name}' has a meter already.`, { subject: 'circuit' })
    await tx.audit('meter.added', circuit.name, { meter: kept.id, circuit: circuit.id, kind: source.kind })
    return kept
  })
  return { meter: added, pushToken }
}

import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { lockedSite } from './change-site.ts'
import { refuseFaultyCircuit } from './check-circuit.ts'
import { refuseExceeding } from './check-commissioning.ts'
import type { Circuit, NewCircuit } from './circuit.ts'
import type { Site } from './site.ts'

/** What a circuit is when nobody says otherwise; margins are those of smart-charging 3.2. */
export const circuitDefaults = {
  parentId: null,
  phases: 3,
  wiring: 'star',
  voltageV: 230,
  ratedA: null,
  limitW: null,
  contractW: null,
  unbalanceA: null,
  marginPercent: 3,
  leastMarginA: 1,
  transformer: null,
  assumed: [],
} as const satisfies Omit<NewCircuit, 'siteId' | 'name'>

export type CircuitRequest = Pick<NewCircuit, 'siteId' | 'name'> & Partial<NewCircuit>

/** Adds a circuit to a site, below another one or as a grid connection. */
export async function addCircuit(ctx: Uses<'transaction'>, asked: CircuitRequest): Promise<Circuit> {
  const circuit: NewCircuit = { ...circuitDefaults, ...asked }
  return ctx.transaction(async (tx) => {
    const site = await lockedSite(tx, circuit.siteId)
    refuseFaultyCircuit(circuit, await tx.circuits.topology(site.id))
    const added = await tx.circuits.addCircuit(circuit)
    if (!added) throw new Problem('conflict', 'Another circuit has this id.', { subject: 'publicId' })
    await checkLive(tx, site)
    await tx.audit('circuit.added', added.name, { circuit: added.id, site: site.id, ...asked })
    return added
  })
}

export type CircuitChange = Partial<Omit<NewCircuit, 'siteId' | 'publicId'>>

/**
 * Changes what is given of a circuit; another parent moves it with all that hangs on it. With an etag it is refused when
 * somebody has changed the circuit since.
 */
export async function changeCircuit(
  ctx: Uses<'transaction'>,
  id: number,
  { etag, ...change }: CircuitChange & { etag?: number },
): Promise<Circuit> {
  return ctx.transaction(async (tx) => {
    const { site, circuit } = await lockedCircuit(tx, id)
    if (etag !== undefined && etag !== circuit.etag) {
      throw new Problem('conflict', 'Somebody has changed the circuit meanwhile: read it again.', { subject: 'etag' })
    }
    refuseFaultyCircuit({ ...circuit, ...change }, await tx.circuits.topology(site.id))
    const changed = await tx.circuits.changeCircuit(id, change)
    await checkLive(tx, site)
    await tx.audit('circuit.changed', circuit.name, { circuit: id, before: partOf(circuit, change), changed: change })
    return changed!
  })
}

/** Refused while a circuit or a charger hangs on it. */
export async function removeCircuit(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const { site, circuit } = await lockedCircuit(tx, id)
    const { circuits, chargers } = await tx.circuits.topology(site.id)
    const hanging = [
      ...circuits.filter(({ parentId }) => parentId === id).map(({ name }) => name),
      ...chargers.filter(({ circuitId }) => circuitId === id).map(({ identity }) => identity),
    ]
    if (hanging.length > 0) {
      const more = hanging.length > 5 ? ` and ${hanging.length - 5} more` : ''
      throw new Problem('conflict', `On this circuit still hang: ${hanging.slice(0, 5).join(', ')}${more}.`)
    }
    await tx.circuits.removeCircuit(id)
    await tx.audit('circuit.removed', circuit.name, { circuit: id, site: site.id })
  })
}

/** After every change of what hangs where: a live site has to stay within the commissioning rule. */
export async function checkLive(tx: Pick<Transaction, 'circuits'>, site: Site): Promise<void> {
  if (site.isLive) refuseExceeding(await tx.circuits.topology(site.id))
}

/** A circuit never changes its site, so its site may be locked after it was looked up. */
async function lockedCircuit(tx: Pick<Transaction, 'circuits'>, id: number): Promise<{ site: Site; circuit: Circuit }> {
  const found = await tx.circuits.circuit(id)
  const site = found && (await lockedSite(tx, found.siteId))
  const circuit = site && (await tx.circuits.circuit(id))
  if (!circuit) throw circuitNotFound(id)
  return { site, circuit }
}

export function circuitNotFound(id: number): Problem {
  return new Problem('not_found', `There is no circuit ${id}.`, { subject: 'circuit' })
}

function partOf(circuit: Circuit, change: CircuitChange): object {
  return Object.fromEntries(Object.keys(change).map((key) => [key, circuit[key as keyof Circuit]]))
}

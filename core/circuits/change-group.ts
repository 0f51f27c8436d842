import type { Charger } from '../chargers/charger.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { addToGroup } from './add-group.ts'
import { changeCircuit, removeCircuit } from './change-circuit.ts'
import type { ChargerGroup } from './charger-group.ts'
import { disconnectCharger } from './connect-charger.ts'
import { inOneTransaction } from './in-one-transaction.ts'
import type { AskedEvse } from './usual-supply.ts'

type GroupChange = {
  name?: string
  maxW?: number
  /** Identities of those that come in; those of another group leave it. */
  add: readonly string[]
  /** Identities of those that leave. */
  remove: readonly string[]
  /** Of all EVSEs of those that come in. */
  supply?: Omit<AskedEvse, 'evse'> | undefined
}

type Changes = Uses<'chargers' | 'devices' | 'transaction'>

/**
 * Changes a group's limit or name, or which chargers are in it: all of it or nothing. A limit that is raised makes room
 * for those who come, and those who leave make room for one that is lowered.
 */
export async function changeGroup(ctx: Changes, { circuit, chargers }: ChargerGroup, asked: GroupChange) {
  const { name, maxW, add, remove, supply } = asked
  const change = { ...(maxW === undefined ? {} : { limitW: maxW }), ...(name === undefined ? {} : { name }) }
  const leaving = await members(ctx, chargers, remove)
  await inOneTransaction(ctx, async (within) => {
    for (const { id } of leaving) await disconnectCharger(within, id)
    if (Object.keys(change).length > 0) await changeCircuit(within, circuit.id, change)
    if (add.length > 0) await addToGroup(within, { circuit, identities: add, supply })
  })
}

/** Its chargers are steered no more. Refused while circuits hang below it; then nothing changes. */
export async function removeGroup(ctx: Changes, { circuit, chargers }: ChargerGroup): Promise<void> {
  const leaving = await members(ctx, chargers, chargers)
  await inOneTransaction(ctx, async (within) => {
    for (const { id } of leaving) await disconnectCharger(within, id)
    await removeCircuit(within, circuit.id)
  })
}

async function members(
  ctx: Uses<'chargers'>,
  chargers: readonly string[],
  identities: readonly string[],
): Promise<Charger[]> {
  const found: Charger[] = []
  for (const identity of new Set(identities)) {
    const charger = await ctx.chargers.find(identity)
    if (!charger || !chargers.includes(charger.identity)) {
      throw new Problem('charger_not_found', `There is no charger '${identity}' in the group.`, { subject: 'charger' })
    }
    found.push(charger)
  }
  return found
}

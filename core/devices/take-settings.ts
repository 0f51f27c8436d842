import type { Command } from '../commands/command.ts'
import type { Setting } from '../commands/requests/settings.ts'
import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { ObservedVariable, VariablePlace } from './device-variable.ts'
import { isSecretVariable } from './setting-values.ts'

/** How a charger took one value that it was to set. */
export type SettingResult = {
  setting: Setting
  outcome: 'accepted' | 'reboot-required' | 'refused'
  /** In the charger's words. */
  reason: string | null
}

/**
 * Takes in what a charger says its values are, whoever asked, and asks for what did not fit into one call. Values that
 * open something are not kept.
 */
export async function takeValues(
  ctx: Uses<'chargerLink' | 'transaction'>,
  charger: ChargerRef,
  { command, variables, rest }: { command: Command; variables: readonly ObservedVariable[]; rest: Rest },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    await tx.devices.observe(charger, withoutSecrets(variables))
    if (rest) await tx.commands.add(charger, rest, command.deadlineAt, { follows: command })
  })
  if (rest) ctx.chargerLink.commandsWaiting(charger)
}

/**
 * Takes in how a charger took the values that it was to set: those it said yes to are its values from now on. Sets what
 * did not fit into one call, and tells the provisioning that waits for it.
 */
export async function takeResults(
  ctx: Uses<'chargerLink' | 'transaction'>,
  charger: ChargerRef,
  { command, results, rest }: { command: Command; results: readonly SettingResult[]; rest: Rest },
): Promise<void> {
  await ctx.transaction(async (tx) => {
    const taken = results.filter(({ outcome }) => outcome === 'accepted').map(({ setting }) => setting)
    await tx.devices.observe(charger, withoutSecrets(taken))
    await tx.provisioning.note(charger, command.id, results)
    if (rest) await tx.commands.add(charger, rest, command.deadlineAt, { follows: command })
  })
  if (rest) ctx.chargerLink.commandsWaiting(charger)
}

/** What was not asked yet, as a command of the same kind; null when all of it was. */
type Rest = CommandRequest | null

/** Keeps that there is such a variable, and never what its value is. */
export function withoutSecrets(variables: readonly ObservedVariable[]): ObservedVariable[] {
  return variables.map((variable) =>
    isSecretVariable(variable) || variable.mutability === 'WriteOnly' ? { ...variable, value: null } : variable,
  )
}

/** Makes the EVSEs and connectors that a charger has told of and that nobody has made yet (I-01). */
export async function makeConnectors(
  tx: Transaction,
  charger: ChargerRef,
  places: readonly { evse: number; connector: number }[],
): Promise<void> {
  for (const { evse, connector } of places) await tx.chargers.addConnector(charger, evse, connector)
}

/** A variable in words, as people write it: `SampledDataCtrlr.TxUpdatedInterval`. */
export function nameOfVariable({
  component,
  componentInstance,
  evse,
  connector,
  variable,
  variableInstance,
}: VariablePlace) {
  const place = evse === null ? '' : connector === null ? `@${evse}` : `@${evse}.${connector}`
  const instance = (name: string | null) => (name === null ? '' : `[${name}]`)
  return `${component}${instance(componentInstance)}${place}.${variable}${instance(variableInstance)}`
}

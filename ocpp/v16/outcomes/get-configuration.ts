import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerRef, Uses } from '#core/context.ts'
import { keyOfPlace, placeOfKey, standardKeys } from '#core/devices/configuration-keys.ts'
import type { ObservedVariable } from '#core/devices/device-variable.ts'
import { makeConnectors, takeValues } from '#core/devices/take-settings.ts'
import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'

/**
 * What the keys are is kept by their place in the device model (D-01). When a charger cannot tell all of them at once,
 * says nothing, or less than it has, the known keys are asked for piece by piece.
 */
export const getConfiguration: Outcome<'GetConfiguration'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  if (response === null && ending.state !== 'timed_out' && ending.state !== 'refused') return
  const told = response?.configurationKey ?? []
  const variables = told.map(variableOf)
  const missing = isWhole(request)
    ? await untold(ctx, charger, told)
    : ending.state === 'timed_out'
      ? []
      : unasked(command.request, request)
  const rest: CommandRequest | null =
    missing.length > 0 && isOwnRead(command.request) ? { kind: 'read-settings', names: missing.map(placeOfKey) } : null
  await takeValues(ctx, charger, { command, variables, rest })
  await makeConnectorsOf(ctx, charger, variables)
}

type Key = NonNullable<Calls['GetConfiguration']['response']['configurationKey']>[number]

/** D-07: a value may be missing, and whether the key can be written; of one that comes twice the last counts. */
function variableOf({ key, value, readonly }: Key): ObservedVariable {
  return {
    ...placeOfKey(key),
    value: value ?? null,
    mutability: typeof readonly === 'boolean' ? (readonly ? 'ReadOnly' : 'ReadWrite') : null,
  }
}

/** An operator's own call is not continued: it was asked for word by word. */
function isOwnRead({ kind }: CommandRequest): boolean {
  return kind === 'read-settings' || kind === 'read-device-model'
}

function isWhole({ key }: { key?: string[] }): boolean {
  return (key ?? []).length === 0
}

/** Of a charger that was asked for everything: what it has not told, when it told nothing or stopped at its limit. */
async function untold(ctx: Uses<'devices'>, charger: ChargerRef, told: readonly Key[]): Promise<string[]> {
  const most = Number(told.find(({ key }) => isMaxKeys(key))?.value ?? Number.NaN)
  if (told.length > 0 && !(told.length >= most)) return []
  const known = (await ctx.devices.variables(charger.id)).map(keyOfPlace).filter((key) => key !== null)
  const names = new Map([...standardKeys, ...known].map((key) => [key.toLowerCase(), key]))
  for (const { key } of told) names.delete(key.toLowerCase())
  return [...names.values()]
}

function isMaxKeys(key: string): boolean {
  return key.toLowerCase() === 'getconfigurationmaxkeys'
}

/** What was left for later, because it did not fit. */
function unasked(asked: CommandRequest, { key = [] }: { key?: string[] }): string[] {
  if (asked.kind !== 'read-settings' || asked.names === null) return []
  const sent = new Set(key.map((one) => one.toLowerCase()))
  const names = asked.names.map(keyOfPlace).filter((one) => one !== null)
  return names.filter((one) => !sent.has(one.toLowerCase()))
}

/** I-01: as many connectors as it says, whether or not they have spoken yet. */
async function makeConnectorsOf(
  ctx: Uses<'chargers' | 'transaction'>,
  charger: ChargerRef,
  variables: readonly ObservedVariable[],
): Promise<void> {
  const count = Number(variables.find(({ variable }) => /^numberofconnectors$/i.test(variable))?.value ?? 0)
  if (!Number.isInteger(count) || count < 1 || count > mostConnectors) return
  const found = await ctx.chargers.byId(charger.id)
  if (!found) return
  const known = new Set((await ctx.chargers.evses(found)).map(({ number }) => number))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((evse) => !known.has(evse))
  if (missing.length === 0) return
  await ctx.transaction((tx) =>
    makeConnectors(
      tx,
      charger,
      missing.map((evse) => ({ evse, connector: 1 })),
    ),
  )
}

// More than that is no charger, but a mistake.
const mostConnectors = 100

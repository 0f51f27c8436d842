import type { CommandRequest } from '#core/commands/requests.ts'
import type { ChargerRef, Uses } from '#core/context.ts'
import { variableKey } from '#core/devices/device-variable.ts'
import { takeValues } from '#core/devices/take-settings.ts'
import { writableVariables } from '../commands/read-settings.ts'
import type { Outcome } from '../outcome.ts'
import { placeFrom, type WirePlace } from '../place.ts'

/** Keeps the values that the charger gave; what it does not know stays unknown. */
export const getVariables: Outcome<'GetVariables'> = async (ctx, charger, { command, request, response, ending }) => {
  if (response === null && ending.state !== 'refused') return
  const variables = (response?.getVariableResult ?? [])
    .filter(({ attributeStatus }) => attributeStatus === 'Accepted')
    .map((result) => ({
      ...placeFrom(result),
      attribute: result.attributeType ?? 'Actual',
      value: result.attributeValue ?? '',
    }))
  const rest = await restOf(ctx, charger, command.request, request.getVariableData)
  await takeValues(ctx, charger, { command, variables, rest })
}

async function restOf(
  ctx: Uses<'devices'>,
  charger: ChargerRef,
  asked: CommandRequest,
  sent: readonly WirePlace[],
): Promise<CommandRequest | null> {
  if (asked.kind !== 'read-settings') return null
  const wanted = asked.names ?? (await writableVariables(ctx, charger.id))
  const done = new Set(sent.map((one) => variableKey(placeFrom(one))))
  const names = wanted.filter((place) => !done.has(variableKey(place)))
  return names.length > 0 ? { kind: 'read-settings', names } : null
}

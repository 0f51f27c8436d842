import type { EnergyTransferMode } from '../commands/requests/smart-charging.ts'
import type { ChargerRef, Uses } from '../context.ts'

/**
 * The ways to charge that are allowed at an EVSE: those that it says that it can (Q01.FR.01). Null when it does not
 * say; then nothing is said of it to anybody (Q01.FR.08).
 */
export async function allowedEnergyTransfer(
  ctx: Uses<'devices'>,
  charger: Pick<ChargerRef, 'id'>,
  evse: number | null,
): Promise<EnergyTransferMode[] | null> {
  const variables = await ctx.devices.variables(charger.id)
  const told = variables.filter(({ variable, attribute }) => {
    return variable === 'SupportedEnergyTransferModes' && attribute === 'Actual'
  })
  const found = told.find((one) => one.evse === evse) ?? told.find((one) => one.evse === null)
  const words = (found?.value ?? '').split(',').map((word) => word.trim())
  const modes = words.filter((word): word is EnergyTransferMode => known.has(word))
  return modes.length > 0 ? modes : null
}

const known: ReadonlySet<string> = new Set([
  'AC_single_phase',
  'AC_two_phase',
  'AC_three_phase',
  'AC_BPT',
  'AC_BPT_DER',
  'AC_DER',
  'DC',
  'DC_BPT',
  'DC_ACDP',
  'DC_ACDP_BPT',
  'WPT',
])

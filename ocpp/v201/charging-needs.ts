import type { ChargingNeeds } from '#core/smart-charging/needs.ts'
import type { Messages as Messages21 } from '../v21/messages.ts'

type Request = Messages21['NotifyEVChargingNeeds']['request']

/** A vehicle's needs as both versions tell them; 2.1 tells more. */
export function needsFrom(
  { chargingNeeds, maxScheduleTuples }: Pick<Request, 'chargingNeeds' | 'maxScheduleTuples'>,
  timeOf: (text: string | undefined) => Temporal.Instant | null,
): ChargingNeeds {
  const { acChargingParameters: ac, dcChargingParameters: dc, v2xChargingParameters: v2x } = chargingNeeds
  const energyWh = ac?.energyAmount ?? dc?.energyAmount ?? v2x?.evTargetEnergyRequest ?? null
  const most = (value: number | undefined) => (value !== undefined && value > 0 ? value : null)
  return {
    mode: chargingNeeds.requestedEnergyTransfer,
    departureAt: timeOf(chargingNeeds.departureTime)?.toString() ?? null,
    energyWh,
    minA: most(ac?.evMinCurrent ?? v2x?.minChargeCurrent),
    maxA: most(ac?.evMaxCurrent ?? dc?.evMaxCurrent ?? v2x?.maxChargeCurrent),
    maxW: most(dc?.evMaxPower ?? v2x?.maxChargePower),
    maxV: most(ac?.evMaxVoltage ?? dc?.evMaxVoltage ?? v2x?.maxVoltage),
    maxDischargeW: most(v2x?.maxDischargePower === undefined ? undefined : Math.abs(v2x.maxDischargePower)),
    maxPeriods: most(maxScheduleTuples),
  }
}

import type { ObservedVariable } from '#core/devices/device-variable.ts'
import { takeReportPart } from '#core/devices/take-report.ts'
import { plausibleCount } from '../../plausible.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { placeFrom } from '../place.ts'

/** One part of a report; without `tbc` it is the last one (B07.FR.08, B08.FR.08). */
export const notifyReport: Handler<'NotifyReport'> = async (ctx, charger, request) => {
  const { requestId, seqNo, tbc = false, reportData = [] } = request
  await takeReportPart(ctx, charger, {
    // D-03: chargers write 0 for what they do not know; it is the newest report that is open.
    requestId: requestId > 0 ? requestId : null,
    seqNo: plausibleCount('seqNo', seqNo),
    isLast: !tbc,
    variables: reportData.flatMap(variablesOf),
    isFull: ({ asked }) => asked.reportBase === 'FullInventory',
  })
  return {}
}

type Reported = NonNullable<Messages['NotifyReport']['request']['reportData']>[number]

function variablesOf({
  component,
  variable,
  variableAttribute,
  variableCharacteristics,
}: Reported): ObservedVariable[] {
  const place = placeFrom({ component, variable })
  const { customData: _, ...characteristics } = variableCharacteristics ?? {}
  return variableAttribute.map(({ type, value, mutability, persistent, constant }) => ({
    ...place,
    attribute: type ?? 'Actual',
    value: value ?? null,
    mutability: mutability ?? 'ReadWrite', // the default of the standard
    persistent: persistent ?? null,
    constant: constant ?? null,
    characteristics: variableCharacteristics === undefined ? null : characteristics,
  }))
}

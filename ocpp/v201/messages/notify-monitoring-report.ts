import { collectPart } from '#core/errands/collect-part.ts'
import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { placeOf } from '../places.ts'

type Part = Messages['NotifyMonitoringReport']['request']

/** The monitors of a charger, in parts; a report of everything replaces what we knew (N02). */
export const notifyMonitoringReport: Handler<'NotifyMonitoringReport'> = async (ctx, charger, request) => {
  const { requestId, seqNo, tbc = false } = request
  const part = { requestId, seqNo, isLast: !tbc, body: request.monitor ?? [] }
  await collectPart(ctx, charger, 'monitoring-report', part, async (tx, bodies, { asked }) => {
    const monitors = (bodies as Part['monitor'][]).flatMap((body) => body ?? []).flatMap(itemsOf)
    const isWhole = asked.componentVariable === undefined && asked.monitoringCriteria === undefined && !asked.unasked
    if (isWhole) await tx.devices.replaceInstalled(charger, 'monitor', monitors)
    else
      await tx.devices.install(
        charger,
        'monitor',
        monitors.map((item) => ({ ...item, source: 'reported' as const })),
      )
  })
  return {}
}

function itemsOf({ component, variable, variableMonitoring }: NonNullable<Part['monitor']>[number]) {
  return variableMonitoring.map((monitor) => ({
    key: String(monitor.id),
    body: { ...placeOf(component, variable), ...monitor },
  }))
}

import { collectPart } from '#core/errands/collect-part.ts'
import { itemOfControl } from '#core/smart-charging/der-controls.ts'
import { controlsFromReport } from '../der-control.ts'
import type { Handler } from '../handle.ts'

/** The controls of a charger, in parts without numbers (R04); a report of everything replaces what we knew. */
export const reportDERControl: Handler<'ReportDERControl'> = async (ctx, charger, request) => {
  const { requestId, tbc = false } = request
  const items = controlsFromReport(request).map(itemOfControl)
  const part = { requestId, seqNo: null, isLast: !tbc, body: items }
  await collectPart(ctx, charger, 'der-report', part, async (tx, bodies, { asked }) => {
    const all = (bodies as (typeof items)[]).flat()
    if (isWholeReport(asked)) await tx.devices.replaceInstalled(charger, 'der-control', all)
    else
      await tx.devices.install(
        charger,
        'der-control',
        all.map((item) => ({ ...item, source: 'reported' as const })),
      )
  })
  return {}
}

/** Whether a GetDERControl asked for all that there are, so that what is not reported is not there. */
export function isWholeReport(asked: object): boolean {
  return ['isDefault', 'controlType', 'controlId', 'unasked'].every((narrowed) => !Object.hasOwn(asked, narrowed))
}

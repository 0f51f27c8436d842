import { isWholeReport } from '../messages/report-der-control.ts'
import type { Outcome } from '../outcome.ts'

/** Otherwise the controls come in ReportDERControl. */
export const getDerControl: Outcome<'GetDERControl'> = async (ctx, charger, { request, response }) => {
  if (response?.status !== 'NotFound' || !isWholeReport(request)) return
  await ctx.transaction((tx) => tx.devices.replaceInstalled(charger, 'der-control', []))
}

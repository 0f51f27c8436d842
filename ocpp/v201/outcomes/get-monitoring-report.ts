import type { Outcome } from '../outcome.ts'

/** Otherwise the monitors come in NotifyMonitoringReport. That there are none counts when all were asked for (N02.FR.09). */
export const getMonitoringReport: Outcome<'GetMonitoringReport'> = async (ctx, charger, { request, response }) => {
  const isWhole = request.componentVariable === undefined && request.monitoringCriteria === undefined
  if (response?.status !== 'EmptyResultSet' || !isWhole) return
  await ctx.transaction((tx) => tx.devices.replaceInstalled(charger, 'monitor', []))
}

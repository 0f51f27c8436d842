import { reportAnswered } from '#core/devices/take-report.ts'
import type { Outcome } from '../outcome.ts'
import { reportStatus } from './get-base-report.ts'

export const getReport: Outcome<'GetReport'> = async (ctx, charger, { command, request, response, ending }) => {
  const status = reportStatus(response, ending)
  const { requestId } = request
  await reportAnswered(ctx, charger, { command, requestId, status, reason: ending.reason, inventory: null })
}

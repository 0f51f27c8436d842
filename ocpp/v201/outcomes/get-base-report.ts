import type { Command } from '#core/commands/command.ts'
import type { Inventory } from '#core/commands/requests/settings.ts'
import { reportAnswered } from '#core/devices/take-report.ts'
import type { Calls } from '../messages.ts'
import type { Outcome } from '../outcome.ts'

export const getBaseReport: Outcome<'GetBaseReport'> = async (ctx, charger, { command, request, response, ending }) => {
  const { requestId, reportBase } = request
  const status = reportStatus(response, ending)
  await reportAnswered(ctx, charger, {
    command,
    requestId,
    status,
    reason: ending.reason,
    inventory: names[reportBase],
  })
}

/** Nobody knows what a charger does that did not answer: its report may come all the same. */
export function reportStatus(
  response: Calls['GetBaseReport']['response'] | null,
  ending: Pick<Command, 'state'>,
): Parameters<typeof reportAnswered>[2]['status'] {
  if (response?.status === 'Accepted') return 'accepted'
  if (response?.status === 'EmptyResultSet') return 'empty'
  if (ending.state === 'refused') return 'refused'
  return ending.state === 'timed_out' ? 'unknown' : 'unsent'
}

const names: Record<Calls['GetBaseReport']['request']['reportBase'], Inventory> = {
  ConfigurationInventory: 'configuration',
  FullInventory: 'full',
  SummaryInventory: 'summary',
}

import type { Inventory } from '#core/commands/requests/settings.ts'
import { readStatus } from '../../read-status.ts'
import type { Command } from '../command.ts'
import type { Calls } from '../messages.ts'

/** The charger tells its device model in reports that follow; a charger that has nothing to tell is done at once. */
export const readDeviceModel: Command<'read-device-model', 'GetBaseReport'> = {
  action: 'GetBaseReport',
  needsCharger: true,
  async call({ inventory }, { ctx }) {
    const requestId = await ctx!.transaction((tx) => tx.commands.nextRequestId())
    return { requestId, reportBase: bases[inventory] }
  },
  read: readReportStatus,
}

/** That there is nothing to report is an answer as good as any (B07.FR.13, B08.FR.15). */
export function readReportStatus(response: Calls['GetBaseReport']['response']) {
  const { status } = response
  return status === 'EmptyResultSet' ? ({ state: 'accepted', reason: status } as const) : readStatus(response)
}

const bases: Record<Inventory, Calls['GetBaseReport']['request']['reportBase']> = {
  configuration: 'ConfigurationInventory',
  full: 'FullInventory',
  summary: 'SummaryInventory',
}

import type { ReportCriterion, ReportedPart } from '#core/commands/requests/settings.ts'
import { whatFits } from '#core/devices/split-message.ts'
import type { Command } from '../command.ts'
import { messageLimits } from '../message-limits.ts'
import type { Calls } from '../messages.ts'
import { partOf } from '../place.ts'
import { readReportStatus } from './read-device-model.ts'

/** Some of the device model: by component, variable, or state. */
export const readReport: Command<'read-report', 'GetReport'> = {
  action: 'GetReport',
  needsCharger: true,
  async call({ components, criteria }, { ctx, charger }) {
    const limits = await messageLimits(ctx!, charger!.charger.id, 'GetReport')
    const asked = components.map(partToWire)
    if (whatFits(asked, { ...limits, items: limits.items ?? asked.length }).length < asked.length) {
      return { refused: 'That is more than the charger takes in one call.' } // B08.FR.17
    }
    const requestId = await ctx!.transaction((tx) => tx.commands.nextRequestId())
    return {
      requestId,
      ...(asked.length > 0 ? { componentVariable: asked } : {}),
      ...(criteria.length > 0 ? { componentCriteria: criteria.map((one) => wireCriteria[one]) } : {}),
    }
  },
  read: readReportStatus,
}

function partToWire(part: ReportedPart) {
  const { component, variable, variableInstance } = part
  const instance = variableInstance === null ? {} : { instance: variableInstance }
  return {
    component: { name: component, ...partOf(part) },
    ...(variable === null ? {} : { variable: { name: variable, ...instance } }),
  }
}

type Criterion = NonNullable<Calls['GetReport']['request']['componentCriteria']>[number]

const wireCriteria: Record<ReportCriterion, Criterion> = {
  active: 'Active',
  available: 'Available',
  enabled: 'Enabled',
  problem: 'Problem',
}

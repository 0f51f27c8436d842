import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import { deviceModel, findVariable, isAskedFor, type Variable } from './device-model.ts'
import { limits } from './limits.ts'
import type { Answer, World201 } from './messages.ts'
import { inParts, sendParts } from './parts.ts'

export const getBaseReport: Answer<'GetBaseReport'> = (world, { requestId, reportBase }) => {
  if (reportBase === 'SummaryInventory') return { answer: { status: 'NotSupported' } }
  const model = deviceModel(world).filter((one) => reportBase === 'FullInventory' || one.write !== undefined)
  return { answer: { status: 'Accepted' }, afterwards: () => void report(world, requestId, model) }
}

export const getReport: Answer<'GetReport'> = (world, { requestId, componentCriteria, componentVariable }) => {
  if ((componentVariable?.length ?? 0) > limits.itemsPerMessage) throw new CallFault('occurrence', 'too many variables')
  const all = deviceModel(world)
  const meant = all
    .filter((one) => isAskedFor(one, componentVariable))
    .filter((one) => componentCriteria?.every((criterion) => fits(all, one, criterion)) ?? true)
  // B08.FR.15
  if (meant.length === 0) return { answer: { status: 'EmptyResultSet' } }
  return { answer: { status: 'Accepted' }, afterwards: () => void report(world, requestId, meant) }
}

// B08.FR.05 - .09: a component that does not say counts as active, available and enabled, and has no problem.
function fits(model: readonly Variable[], { component }: Variable, name: ocpp.ComponentCriterionEnumType): boolean {
  const said = findVariable(model, component, { name })
  return typeof said === 'string' ? name !== 'Problem' : said.read() === 'true'
}

function report(world: World201, requestId: number, model: readonly Variable[]): Promise<void> {
  const generatedAt = world.stamp(world.charger.clock.nowMs())
  return sendParts(world, 'NotifyReport', inParts(model, variablesPerPart), (part, at) => ({
    requestId,
    generatedAt,
    ...at,
    reportData: part.map(describe),
  }))
}

function describe({ component, variable, characteristics, ...one }: Variable): ocpp.ReportDataType {
  const readable = one.write === undefined ? ('ReadOnly' as const) : ('ReadWrite' as const)
  const mutability = one.isWriteOnly ? ('WriteOnly' as const) : readable
  const always = { persistent: true, constant: false }
  return {
    component,
    variable,
    variableAttribute: [
      { type: 'Actual', ...(one.isWriteOnly ? {} : { value: one.read() }), mutability, ...always },
      ...(one.maxSet === undefined
        ? []
        : [{ type: 'MaxSet' as const, value: one.maxSet, mutability: 'ReadOnly' as const, ...always }]),
    ],
    variableCharacteristics: characteristics,
  }
}

const variablesPerPart = 20

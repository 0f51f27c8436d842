import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { deviceModel, findVariable, type Variable } from './device-model.ts'
import type { Answer, World201 } from './messages.ts'

export const getVariables: Answer<'GetVariables'> = (world, { getVariableData }) => {
  const model = deviceModel(world)
  return {
    answer: {
      getVariableResult: getVariableData.map(({ component, variable, attributeType }) => {
        const found = findVariable(model, component, variable)
        const place = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
        if (typeof found === 'string') return { ...place, attributeStatus: unknown[found] }
        if (isNotActual(attributeType)) return { ...place, attributeStatus: 'NotSupportedAttributeType' as const }
        return { ...place, attributeStatus: 'Accepted' as const, attributeValue: found.read() }
      }) as ocpp.GetVariablesResponse['getVariableResult'],
    },
  }
}

export const setVariables: Answer<'SetVariables'> = (world, { setVariableData }) => {
  const model = deviceModel(world)
  return {
    answer: {
      setVariableResult: setVariableData.map(({ component, variable, attributeType, attributeValue }) => {
        const found = findVariable(model, component, variable)
        const place = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
        if (typeof found === 'string') return { ...place, attributeStatus: unknown[found] }
        if (isNotActual(attributeType)) return { ...place, attributeStatus: 'NotSupportedAttributeType' as const }
        return {
          ...place,
          attributeStatus: found.write?.(attributeValue) ? ('Accepted' as const) : ('Rejected' as const),
        }
      }) as ocpp.SetVariablesResponse['setVariableResult'],
    },
  }
}

export const getBaseReport: Answer<'GetBaseReport'> = (world, { requestId, reportBase }) => {
  if (reportBase === 'SummaryInventory') return { answer: { status: 'NotSupported' } }
  const model = deviceModel(world).filter((one) => reportBase === 'FullInventory' || one.write !== undefined)
  return { answer: { status: 'Accepted' }, afterwards: () => report(world, requestId, model) }
}

export const dataTransfer: Answer<'DataTransfer'> = () => ({ answer: { status: 'UnknownVendorId' } })

function report(world: World201, requestId: number, model: readonly Variable[]): void {
  const generatedAt = world.stamp(world.charger.clock.nowMs())
  const parts = Math.ceil(model.length / variablesPerPart)
  for (let seqNo = 0; seqNo < parts; seqNo++) {
    const reportData = model.slice(seqNo * variablesPerPart, (seqNo + 1) * variablesPerPart).map(describe)
    const payload = { requestId, generatedAt, seqNo, tbc: seqNo < parts - 1, reportData }
    // A part of one report follows the other; those that are asked for while pending go out too.
    void world.link.call('NotifyReport', payload as ocpp.NotifyReportRequest, {
      isEarly: world.link.registration === 'pending',
    })
  }
}

function describe({ component, variable, characteristics, read, write }: Variable): ocpp.ReportDataType {
  const mutability = write === undefined ? 'ReadOnly' : 'ReadWrite'
  return {
    component,
    variable,
    variableAttribute: [{ type: 'Actual', value: read(), mutability, persistent: true, constant: false }],
    variableCharacteristics: characteristics,
  }
}

function isNotActual(attributeType: ocpp.AttributeEnumType | undefined): boolean {
  return attributeType !== undefined && attributeType !== 'Actual'
}

const unknown = { 'unknown-component': 'UnknownComponent', 'unknown-variable': 'UnknownVariable' } as const
const variablesPerPart = 20

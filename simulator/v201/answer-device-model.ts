import type * as ocpp from 'typed-ocpp/dist/ocpp20/types.js'
import { CallFault } from '#ocpp/rpc/errors.ts'
import { deviceModel, findVariable, type Variable } from './device-model.ts'
import { limits } from './limits.ts'
import type { Answer } from './messages.ts'

export const getVariables: Answer<'GetVariables'> = (world, { getVariableData }) => {
  if (getVariableData.length > limits.itemsPerMessage) throw new CallFault('occurrence', 'too many variables')
  const model = deviceModel(world)
  return {
    answer: {
      getVariableResult: getVariableData.map(({ component, variable, attributeType }) => {
        const found = findVariable(model, component, variable)
        const place = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
        if (typeof found === 'string') return { ...place, attributeStatus: unknown[found] }
        const attributeValue = readAttribute(found, attributeType)
        if (attributeValue === null) return { ...place, attributeStatus: 'NotSupportedAttributeType' as const }
        // B06.FR.09
        if (found.isWriteOnly) return { ...place, attributeStatus: 'Rejected' as const }
        return { ...place, attributeStatus: 'Accepted' as const, attributeValue }
      }),
    },
  }
}

export const setVariables: Answer<'SetVariables'> = (world, { setVariableData }) => {
  if (setVariableData.length > limits.itemsPerMessage) throw new CallFault('occurrence', 'too many variables')
  const model = deviceModel(world)
  return {
    answer: {
      setVariableResult: setVariableData.map(({ component, variable, attributeType, attributeValue }) => {
        const found = findVariable(model, component, variable)
        const place = { component, variable, ...(attributeType === undefined ? {} : { attributeType }) }
        if (typeof found === 'string') return { ...place, attributeStatus: unknown[found] }
        if (readAttribute(found, attributeType) === null)
          return { ...place, attributeStatus: 'NotSupportedAttributeType' as const }
        return { ...place, ...writeAttribute(found, attributeType, attributeValue) }
      }),
    },
  }
}

/** Null where the variable has no such attribute. */
function readAttribute(variable: Variable, type: ocpp.AttributeEnumType = 'Actual'): string | null {
  if (type === 'Actual') return variable.read()
  return type === 'MaxSet' ? (variable.maxSet ?? null) : null
}

function writeAttribute(variable: Variable, type: ocpp.AttributeEnumType | undefined, value: string) {
  const isWritable = (type === undefined || type === 'Actual') && variable.write !== undefined
  if (!isWritable) return { attributeStatus: 'Rejected' as const, attributeStatusInfo: { reasonCode: 'ReadOnly' } }
  const outcome = variable.write!(value)
  if (outcome === 'after-restart') return { attributeStatus: 'RebootRequired' as const }
  return { attributeStatus: outcome ? ('Accepted' as const) : ('Rejected' as const) }
}

const unknown = { 'unknown-component': 'UnknownComponent', 'unknown-variable': 'UnknownVariable' } as const

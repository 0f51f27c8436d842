import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import { inParts, sendParts } from '../v201/parts.ts'
import { contentOf, unsupportedControls } from './der-content.ts'
import { type DerControl, reportOf } from './der-controls.ts'
import type { Answer21 } from './messages.ts'

export const setDERControl: Answer21<'SetDERControl'> = (world, request) => {
  const { controlId: id, controlType: type, isDefault } = request
  if (unsupportedControls.has(type)) return { answer: { status: 'NotSupported' } }
  const content = contentOf(request)
  if (!content) return no('NoContent')
  const { startTime, duration } = content
  // Errata 2025-09 §2.59: a default has no time; any other begins at one.
  const isTimed = startTime !== undefined || duration !== undefined
  if (isDefault ? isTimed : startTime === undefined) return no('InvalidTime')
  const fromMs = startTime === undefined ? 0 : world.fromServer(startTime)
  const toMs = duration === undefined ? Number.POSITIVE_INFINITY : fromMs + duration * 1_000
  if (toMs <= world.charger.clock.nowMs()) return no('InThePast')
  const supersededIds = world.derControls.add({ id, type, isDefault, content, fromMs, toMs })
  return { answer: { status: 'Accepted', ...(supersededIds.length === 0 ? {} : { supersededIds }) } }
}

export const getDERControl: Answer21<'GetDERControl'> = (world, { requestId, ...asked }) => {
  if (asked.controlType !== undefined && unsupportedControls.has(asked.controlType))
    return { answer: { status: 'NotSupported' } }
  const meant = world.derControls.all().filter((one) => isMeant(one, asked))
  if (meant.length === 0) return { answer: { status: 'NotFound' } }
  const report = () =>
    sendParts(world, 'ReportDERControl', inParts(meant, 1), ([one], { tbc }) => ({ requestId, tbc, ...reportOf(one!) }))
  return { answer: { status: 'Accepted' }, afterwards: () => void report() }
}

export const clearDERControl: Answer21<'ClearDERControl'> = ({ derControls }, asked) => {
  if (asked.controlType !== undefined && unsupportedControls.has(asked.controlType))
    return { answer: { status: 'NotSupported' } }
  const meant = derControls.all().filter((one) => isMeant(one, asked))
  if (meant.length === 0) return { answer: { status: 'NotFound' } }
  for (const one of meant) derControls.remove(one)
  return { answer: { status: 'Accepted' } }
}

type Asked = Pick<ocpp.GetDERControlRequest, 'isDefault' | 'controlType' | 'controlId'>

function isMeant(control: DerControl, { isDefault, controlType, controlId }: Asked): boolean {
  if (controlId !== undefined) return control.id === controlId
  return (
    (isDefault === undefined || control.isDefault === isDefault) &&
    (controlType === undefined || control.type === controlType)
  )
}

function no(reasonCode: string) {
  return { answer: { status: 'Rejected' as const, statusInfo: { reasonCode } } }
}

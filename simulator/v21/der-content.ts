import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'

/** What a control says; all have a priority, those for a time also their time. */
export type DerContent = { priority: number; startTime?: string; duration?: number }

type DerField = Exclude<keyof ocpp.SetDERControlRequest, 'isDefault' | 'controlId' | 'controlType' | 'customData'>

/** Where in the message a kind of control has its content. */
export function fieldOf(type: ocpp.DERControlEnumType): DerField {
  return fields[type] ?? 'curve'
}

export function contentOf(request: ocpp.SetDERControlRequest): DerContent | null {
  return (request[fieldOf(request.controlType)] as DerContent | undefined) ?? null
}

/** This inverter cannot do these. */
export const unsupportedControls: ReadonlySet<ocpp.DERControlEnumType> = new Set(['PowerMonitoringMustTrip', 'WattPF'])

const fields: Partial<Record<ocpp.DERControlEnumType, DerField>> = {
  EnterService: 'enterService',
  FreqDroop: 'freqDroop',
  FixedPFAbsorb: 'fixedPFAbsorb',
  FixedPFInject: 'fixedPFInject',
  FixedVar: 'fixedVar',
  Gradients: 'gradient',
  LimitMaxDischarge: 'limitMaxDischarge',
}

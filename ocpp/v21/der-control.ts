import type { DerControl, DerControlType, InstalledDerControl } from '#core/smart-charging/der-control.ts'
import type { Calls, Messages } from './messages.ts'

type Request = Calls['SetDERControl']['request']
type Report = Messages['ReportDERControl']['request']

/** A control in the words of 2.1: its values stand in the member of its type. */
export function controlToWire({
  id,
  type,
  isDefault,
  priority,
  startsAt,
  durationSeconds,
  terms,
}: DerControl): Request {
  const value = {
    ...terms,
    priority,
    ...(startsAt === undefined ? {} : { startTime: startsAt }),
    ...(durationSeconds === undefined ? {} : { duration: durationSeconds }),
  }
  return { isDefault, controlId: id, controlType: type, [memberOf(type)]: value } as Request
}

export function controlFromWire({ isDefault, controlId, controlType, ...members }: Request): DerControl {
  const value = (members as Record<string, object>)[memberOf(controlType)] ?? {}
  return { id: controlId, type: controlType, isDefault, ...valuesFrom(value) }
}

/** All controls in one part of a report, whatever member they stand in. */
export function controlsFromReport(report: Report): InstalledDerControl[] {
  const of = (
    one: { id: string; isDefault?: boolean; isSuperseded?: boolean },
    type: DerControlType,
    value: object,
  ) => ({
    id: one.id,
    type,
    isDefault: one.isDefault ?? true,
    isSuperseded: one.isSuperseded ?? false,
    ...valuesFrom(value),
  })
  return [
    ...(report.curve ?? []).map((one) => of(one, one.curveType, one.curve)),
    ...(report.enterService ?? []).map((one) => of(one, 'EnterService', one.enterService)),
    ...(report.fixedPFAbsorb ?? []).map((one) => of(one, 'FixedPFAbsorb', one.fixedPF)),
    ...(report.fixedPFInject ?? []).map((one) => of(one, 'FixedPFInject', one.fixedPF)),
    ...(report.fixedVar ?? []).map((one) => of(one, 'FixedVar', one.fixedVar)),
    ...(report.freqDroop ?? []).map((one) => of(one, 'FreqDroop', one.freqDroop)),
    ...(report.gradient ?? []).map((one) => of(one, 'Gradients', one.gradient)),
    ...(report.limitMaxDischarge ?? []).map((one) => of(one, 'LimitMaxDischarge', one.limitMaxDischarge)),
  ]
}

function valuesFrom(value: object): Pick<DerControl, 'priority' | 'startsAt' | 'durationSeconds' | 'terms'> {
  const { priority = 0, startTime, duration, ...terms } = value as Record<string, unknown> & Times
  return {
    priority,
    ...(startTime === undefined ? {} : { startsAt: startTime }),
    ...(duration === undefined ? {} : { durationSeconds: duration }),
    terms,
  }
}

type Times = { priority?: number; startTime?: string; duration?: number }

/** All that are not named are curves. */
function memberOf(type: DerControlType): string {
  return members[type] ?? 'curve'
}

const members: Partial<Record<DerControlType, keyof Request>> = {
  EnterService: 'enterService',
  FixedPFAbsorb: 'fixedPFAbsorb',
  FixedPFInject: 'fixedPFInject',
  FixedVar: 'fixedVar',
  FreqDroop: 'freqDroop',
  Gradients: 'gradient',
  LimitMaxDischarge: 'limitMaxDischarge',
}

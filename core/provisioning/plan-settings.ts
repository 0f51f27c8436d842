import type { Setting } from '../commands/requests/settings.ts'
import { placeOfKey } from '../devices/configuration-keys.ts'
import { type DeviceVariable, type VariablePlace, variableKey } from '../devices/device-variable.ts'
import { isSameValue, isSecretVariable, itemsOf } from '../devices/setting-values.ts'
import { nameOfVariable } from '../devices/take-settings.ts'
import { fragileMeasurands, sampledMeasurands } from './default-template.ts'
import type { ChargerTemplate, Generation } from './template.ts'

/** What became of one wanted value, for people. */
export type SettingReport = {
  name: string
  wanted: string
  /** What the charger has. */
  value: string | null
  outcome:
    | 'same'
    | 'written'
    /** A list without what the charger refuses. */
    | 'reduced'
    /** The charger has no such variable. */
    | 'unknown'
    | 'read-only'
    | 'refused'
    /** It said yes, and has another value all the same. */
    | 'not-kept'
    | 'needs-restart'
    /** It was refused before, and nothing has changed since. */
    | 'given-up'
    /** It is to be written. */
    | 'different'
  reason: string | null
}

/** A list of measurands that is tried as a whole, in one form after another, and what was there before (V-15). */
export type ListPlan = { place: VariablePlace; wanted: string; original: string | null; forms: string[] }

export type SettingsPlan = {
  writes: Setting[]
  lists: ListPlan[]
  /** By the variable's key. */
  reports: Record<string, SettingReport>
}

/**
 * What has to be written so that a charger is as its template wants it, and why the rest is not (D-06): only what it
 * has, what can be written, and what is different; and nothing again that it has refused as it is.
 */
export function planSettings(
  variables: readonly DeviceVariable[],
  template: Pick<ChargerTemplate, 'settings' | 'measurands'>,
  { generation, before }: { generation: Generation; before: Readonly<Record<string, SettingReport>> },
): SettingsPlan {
  const actual = new Map(
    variables.filter(({ attribute }) => attribute === 'Actual').map((one) => [variableKey(one), one]),
  )
  const plan: SettingsPlan = { writes: [], lists: [], reports: {} }
  const list = template.measurands && listPlan(actual, template.measurands)
  for (const { generation: only, value, ...place } of template.settings) {
    if (only !== null && only !== generation) continue
    if (list && variableKey(place) === variableKey(sampledMeasurands)) continue
    const key = variableKey(place)
    const report = reportOf(place, value, actual.get(key), before[key])
    plan.reports[key] = report
    if (report.outcome === 'different') plan.writes.push({ ...placeAsSpelled(actual.get(key)!), value })
  }
  if (list) {
    const key = variableKey(sampledMeasurands)
    const known = actual.get(key)
    const report = reportOf(sampledMeasurands, list.wanted, known, before[key])
    const isWithin =
      report.outcome === 'different' && list.original !== null && isSameValue(list.original, list.forms[0]!)
    plan.reports[key] = isWithin ? { ...report, outcome: 'same' } : report
    if (report.outcome === 'different' && !isWithin) plan.lists.push({ ...list, place: placeAsSpelled(known!) })
  }
  return plan
}

function reportOf(
  place: VariablePlace,
  wanted: string,
  actual: DeviceVariable | undefined,
  before: SettingReport | undefined,
): SettingReport {
  const report = { name: nameOfVariable(place), wanted, value: actual?.value ?? null, reason: null }
  if (!actual) return { ...report, outcome: 'unknown' }
  if (isSecretVariable(place)) return { ...report, outcome: 'read-only', reason: 'A password is set in its own way.' }
  if (actual.value !== null && isSameValue(actual.value, wanted)) return { ...report, outcome: 'same' }
  if (actual.mutability === 'ReadOnly' || actual.constant === true) return { ...report, outcome: 'read-only' }
  if (before && isGivenUp(before, wanted, actual.value)) {
    return { ...report, outcome: 'given-up', reason: before.reason ?? before.outcome }
  }
  return { ...report, outcome: 'different' }
}

/** what it has refused once it will refuse again, as long as it has the same value and we want the same. */
function isGivenUp(before: SettingReport, wanted: string, value: string | null): boolean {
  const isFinal = finalOutcomes.has(before.outcome) && before.wanted === wanted
  return isFinal && isSameValue(before.value ?? '', value ?? '')
}

const finalOutcomes: ReadonlySet<SettingReport['outcome']> = new Set([
  'refused',
  'not-kept',
  'reduced',
  'given-up',
  'needs-restart',
])

/** The forms that a list may have: whole, then without what is most often refused, down to the energy alone. */
function listPlan(actual: ReadonlyMap<string, DeviceVariable>, measurands: readonly string[]): ListPlan | null {
  const known = actual.get(variableKey(sampledMeasurands))
  const supported = known?.characteristics?.valuesList
  const offered = supported === undefined ? null : new Set(itemsOf(supported).map((item) => item.toLowerCase()))
  const most = Number(actual.get(variableKey(placeOfKey('MeterValuesSampledDataMaxLength')))?.value ?? Number.NaN)
  const able = measurands.filter((one) => offered === null || offered.has(one.toLowerCase()))
  const whole = Number.isInteger(most) && most > 0 ? able.slice(0, most) : able
  if (whole.length === 0) return null
  const forms = [whole]
  for (const fragile of fragileMeasurands) {
    const last = forms.at(-1)!
    const fewer = last.filter((one) => one.toLowerCase() !== fragile.toLowerCase())
    if (fewer.length > 0 && fewer.length < last.length) forms.push(fewer)
  }
  return {
    place: sampledMeasurands,
    wanted: measurands.join(','),
    original: known?.value ?? null,
    forms: forms.map((form) => form.join(',')),
  }
}

/** D-02: the charger's own spelling is sent back to it. */
function placeAsSpelled(variable: VariablePlace): VariablePlace {
  const { component, componentInstance, evse, connector, variable: name, variableInstance } = variable
  return { component, componentInstance, evse, connector, variable: name, variableInstance }
}

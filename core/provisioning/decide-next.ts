import type { CommandRequest } from '../commands/requests.ts'
import { type VariablePlace, variableKey } from '../devices/device-variable.ts'
import { isSameValue } from '../devices/setting-values.ts'
import type { SettingResult } from '../devices/take-settings.ts'
import { sampledMeasurands } from './default-template.ts'
import { planSettings, type SettingReport } from './plan-settings.ts'
import type { ListTry, ProvisioningFacts, ProvisioningRun } from './provisioning.ts'
import type { ChargerTemplate } from './template.ts'

/** What is done next: something is asked of the charger, waited for, or the run ends. */
export type Move =
  | { kind: 'ask'; run: ProvisioningRun; request: CommandRequest; detail: string | null }
  | { kind: 'wait'; run: ProvisioningRun }
  | { kind: 'end'; run: ProvisioningRun; state: 'done' | 'failed'; reason: string | null; accept: boolean }

type Situation = {
  facts: ProvisioningFacts
  template: ChargerTemplate
  /** What the charger said to the settings that were asked last. */
  results: readonly SettingResult[]
  /** What came of the settings the last time; nothing when all is to be tried again. */
  before: Readonly<Record<string, SettingReport>>
}

/**
 * Goes on with setting a charger up, from what has happened so far: read, compare, write what differs, verify, restart
 * where that is needed and allowed, ask for statuses that are missing (B-07).
 *
 * A value, computed from values: the same situation gives the same move, so that nothing is lost or done twice by a
 * crash between two of them.
 */
export function decideNext(run: ProvisioningRun, at: Situation): Move {
  const taken = takeResults(run, at.results)
  switch (run.step) {
    case 'begin':
      return read(run, at)
    case 'read':
      return isFresh(run, at) ? compare(run, at) : read({ ...run, reads: run.reads + 1 }, at)
    case 'write':
      return nextList(taken, at)
    case 'write-list':
      return nextList(takeList(run, at.results), at)
    case 'verify':
      return restore(verified(run, at), at)
    case 'restore':
      return restart(run, at)
    case 'wait-until-idle':
      return restart(run, at)
    case 'restart':
      return restarted(run, at)
    case 'verify-restarted':
      return askStatuses(verified(run, at), at)
    case 'status':
      return nextStatus({ ...run, silent: run.silent.slice(1) }, at)
  }
}

/** From the most to the least that a charger may be able to tell; a charger whose model is known tells what matters. */
function read(run: ProvisioningRun, at: Situation): Move {
  const { facts, template } = at
  const wanted = [...template.settings, ...(template.measurands ? [sampledMeasurands] : [])]
  const named = { kind: 'read-settings', names: wanted.map(placeOf) } as const
  const whole = [{ kind: 'read-device-model', inventory: 'full' } as const]
  const lesser = [{ kind: 'read-device-model', inventory: 'configuration' } as const]
  const ways: CommandRequest[] =
    facts.protocol === '1.6'
      ? [...whole, named]
      : facts.isInventoried
        ? [named, ...whole, ...lesser]
        : [...whole, ...lesser, named]
  const request = ways[run.reads]
  if (!request) {
    return { kind: 'end', run, state: 'failed', reason: 'The charger does not tell its settings.', accept: false }
  }
  return ask({ ...run, step: 'read' }, at, request, null)
}

function compare(run: ProvisioningRun, at: Situation): Move {
  const generation = at.facts.protocol === '1.6' ? '1.6' : '2'
  const plan = planSettings(at.facts.variables, at.template, { generation, before: at.before })
  const lists = plan.lists.map((list) => ({ ...list, key: variableKey(list.place), next: 0, isRestored: false }))
  const planned: ProvisioningRun = { ...run, pending: plan.writes, lists, reports: plan.reports }
  if (plan.writes.length === 0) return nextList(planned, at)
  const request = { kind: 'change-settings', settings: plan.writes } as const
  return ask(
    { ...planned, step: 'write' },
    at,
    request,
    namesOf(
      planned,
      plan.writes.map((one) => variableKey(one)),
    ),
  )
}

/** V-15: a list is tried as a whole; what was refused changes nothing, so that a crash leaves no probe behind (Q-201). */
function nextList(run: ProvisioningRun, at: Situation): Move {
  const list = run.lists.find(isOpen)
  if (!list) return verify({ ...run, pending: [] }, at)
  const setting = { ...list.place, value: list.forms[list.next]! }
  const request = { kind: 'change-settings', settings: [setting] } as const
  return ask({ ...run, step: 'write-list', pending: [setting] }, at, request, setting.value)
}

function isOpen({ next, forms }: ListTry): boolean {
  return next < forms.length
}

function takeList(run: ProvisioningRun, results: readonly SettingResult[]): ProvisioningRun {
  const list = run.lists.find(isOpen)
  if (!list) return run
  const result = results.find(({ setting }) => variableKey(setting) === list.key)
  const form = list.forms[list.next]!
  const report = run.reports[list.key]!
  const taken = (outcome: SettingReport['outcome'], reason: string | null, next: number): ProvisioningRun => ({
    ...run,
    lists: run.lists.map((one) => (one === list ? { ...one, next } : one)),
    reports: {
      ...run.reports,
      [list.key]: { ...report, outcome, reason, value: outcome === 'refused' ? report.value : form },
    },
  })
  const done = list.forms.length
  if (!result) return taken('refused', noAnswer, done)
  if (result.outcome === 'refused') return taken('refused', result.reason, list.next + 1)
  if (result.outcome === 'reboot-required') return taken('needs-restart', result.reason, done)
  return list.next === 0
    ? taken('written', null, done)
    : taken('reduced', `The charger refuses ${missingIn(form, list.forms[0]!)}.`, done)
}

function missingIn(form: string, whole: string): string {
  const has = new Set(form.split(','))
  return whole
    .split(',')
    .filter((item) => !has.has(item))
    .join(', ')
}

/** ChangeConfiguration and SetVariables: what was said to each of the settings. */
function takeResults(run: ProvisioningRun, results: readonly SettingResult[]): ProvisioningRun {
  if (run.step !== 'write') return run
  const told = new Map(results.map((result) => [variableKey(result.setting, result.setting.attribute), result]))
  const reports = { ...run.reports }
  for (const setting of run.pending) {
    const key = variableKey(setting)
    const result = told.get(key)
    const report = reports[key]!
    if (!result) reports[key] = { ...report, outcome: 'refused', reason: noAnswer }
    else if (result.outcome === 'refused') reports[key] = { ...report, outcome: 'refused', reason: result.reason }
    else if (result.outcome === 'reboot-required')
      reports[key] = { ...report, outcome: 'needs-restart', reason: result.reason }
    else reports[key] = { ...report, outcome: 'written', value: setting.value }
  }
  return { ...run, reports }
}

const noAnswer = 'The charger did not answer.'

/** What was written is read once more: a yes is not always meant. */
function verify(run: ProvisioningRun, at: Situation): Move {
  const keys = Object.keys(run.reports).filter((key) => isDoubtful(run.reports[key]!))
  if (keys.length === 0) return restart(run, at)
  return ask({ ...run, step: 'verify' }, at, { kind: 'read-settings', names: placesOf(keys, at) }, null)
}

function isDoubtful({ outcome, reason }: SettingReport): boolean {
  return outcome === 'written' || outcome === 'reduced' || (outcome === 'refused' && reason === noAnswer)
}

/** Goes by the values that came since we asked; what was not told again counts as it was said. */
function verified(run: ProvisioningRun, at: Situation): ProvisioningRun {
  const isAfterRestart = run.step === 'verify-restarted'
  const reports = { ...run.reports }
  for (const variable of at.facts.variables) {
    const key = variableKey(variable, variable.attribute)
    const report = reports[key]
    const isAsked = report && (isAfterRestart ? report.outcome === 'needs-restart' : isDoubtful(report))
    if (!isAsked || !isSince(variable.observedAt, run)) continue
    const list = run.lists.find((one) => one.key === key)
    const isSame = (value: string | null | undefined) => value != null && isSameValue(variable.value ?? '', value)
    const value = variable.value
    if (list) {
      const isForm = list.forms.some(isSame)
      const outcome = isSame(list.forms[0]) ? 'written' : isForm ? 'reduced' : 'not-kept'
      reports[key] = { ...report, outcome, value, reason: isForm ? report.reason : notKept(value) }
    } else if (isSame(report.wanted)) reports[key] = { ...report, outcome: 'written', value, reason: null }
    else if (report.outcome !== 'refused')
      reports[key] = { ...report, outcome: 'not-kept', value, reason: notKept(value) }
  }
  return { ...run, reports }
}

function notKept(value: string | null): string {
  return `The charger has ${value === null || value === '' ? 'no value' : `'${value}'`} all the same.`
}

/** Q-201: a list that is neither ours nor what was there before is put back as it was. */
function restore(run: ProvisioningRun, at: Situation): Move {
  const list = run.lists.find(({ key, original, isRestored }) => {
    const { outcome, value } = run.reports[key]!
    return !isRestored && original !== null && outcome === 'not-kept' && !isSameValue(value ?? '', original)
  })
  if (!list) return restart(run, at)
  const restored = run.lists.map((one) => (one === list ? { ...one, isRestored: true } : one))
  const request = { kind: 'change-settings', settings: [{ ...list.place, value: list.original! }] } as const
  return ask({ ...run, step: 'restore', lists: restored }, at, request, list.original)
}

/** D-05: once, when nobody charges, and only where the template allows it. A second time is never tried (Q-205). */
function restart(run: ProvisioningRun, at: Situation): Move {
  const isNeeded = Object.values(run.reports).some(({ outcome }) => outcome === 'needs-restart')
  if (!isNeeded || run.hasRestarted || !at.template.restartAllowed) return askStatuses(run, at)
  if (at.facts.isBusy) return { kind: 'wait', run: { ...run, step: 'wait-until-idle' } }
  const bootedAt = at.facts.bootedAt?.toString() ?? null
  return ask({ ...run, step: 'restart', hasRestarted: true, bootedAt }, at, { kind: 'reset', mode: 'soft' }, null)
}

function restarted(run: ProvisioningRun, at: Situation): Move {
  const { answer, bootedAt, isConnected, now } = at.facts
  if (answer === 'refused') return askStatuses(run, at)
  const isBack = isConnected && (bootedAt?.toString() ?? null) !== run.bootedAt
  if (!isBack && minutesBetween(run.askedAt, now) < restartMinutes) return { kind: 'wait', run }
  const keys = Object.keys(run.reports).filter((key) => run.reports[key]!.outcome === 'needs-restart')
  const request = { kind: 'read-settings', names: placesOf(keys, at) } as const
  return ask({ ...run, step: 'verify-restarted' }, at, request, null)
}

const restartMinutes = 30

function minutesBetween(from: string, to: Temporal.Instant): number {
  return to.since(Temporal.Instant.from(from)).total('minutes')
}

function askStatuses(run: ProvisioningRun, at: Situation): Move {
  return nextStatus({ ...run, silent: at.facts.silentConnectors.slice(0, mostStatuses) }, at)
}

function nextStatus(run: ProvisioningRun, at: Situation): Move {
  const [connector] = run.silent
  if (connector === undefined) return finish(run, at)
  const request = { kind: 'trigger', message: 'StatusNotification', connector } as const
  return ask({ ...run, step: 'status' }, at, request, `connector ${connector}`)
}

const mostStatuses = 20

/** A pending charger is let in when nothing that it could have was refused. */
function finish(run: ProvisioningRun, { facts, template }: Situation): Move {
  const failed = Object.values(run.reports).filter(({ outcome }) => outcome === 'refused' || outcome === 'not-kept')
  const isDone = failed.length === 0
  return {
    kind: 'end',
    run,
    state: isDone ? 'done' : 'failed',
    reason: isDone ? null : `Not set: ${failed.map(({ name }) => name).join(', ')}.`,
    accept: isDone && template.acceptWhenConfigured && facts.registration === 'pending',
  }
}

function ask(run: ProvisioningRun, at: Situation, request: CommandRequest, detail: string | null): Move {
  return { kind: 'ask', run: { ...run, askedAt: at.facts.now.toString() }, request, detail }
}

function isFresh(run: ProvisioningRun, { facts }: Situation): boolean {
  return facts.variables.some(({ observedAt }) => isSince(observedAt, run))
}

function isSince(at: Temporal.Instant, run: ProvisioningRun): boolean {
  return Temporal.Instant.compare(at, Temporal.Instant.from(run.askedAt)) >= 0
}

function namesOf(run: ProvisioningRun, keys: readonly string[]): string {
  return keys.map((key) => run.reports[key]!.name).join(', ')
}

function placesOf(keys: readonly string[], { facts }: Situation): VariablePlace[] {
  const wanted = new Set(keys)
  return facts.variables.filter((one) => wanted.has(variableKey(one, one.attribute))).map(placeOf)
}

function placeOf({ component, componentInstance, evse, connector, variable, variableInstance }: VariablePlace) {
  return { component, componentInstance, evse, connector, variable, variableInstance }
}

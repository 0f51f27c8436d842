import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { Errand } from '../errands/errand.ts'
import { decideNext, type Move } from './decide-next.ts'
import type { Provisioning, ProvisioningFacts, ProvisioningReason, ProvisioningRun } from './provisioning.ts'
import { templateFor } from './template.ts'

type Used = Uses<'chargerLink' | 'log' | 'now' | 'settings' | 'templates' | 'transaction'>

/**
 * Begins to set a charger up, as an errand whose steps people see. Nothing happens while it is under way already, or
 * when the charger has gone.
 */
export async function beginProvisioning(ctx: Used, charger: ChargerRef, why: ProvisioningReason): Promise<void> {
  const isBegun = await ctx.transaction(async (tx) => {
    const known = await tx.provisioning.find(charger)
    if (known?.run) return false
    const errand = await tx.errands.open(charger, {
      kind: 'provisioning',
      deadlineAt: ctx.now().add({ seconds: Math.round(runSeconds * ctx.settings.clockRate) }),
      asked: { why },
    })
    const run: ProvisioningRun = { ...blankRun, why, askedAt: ctx.now().toString() }
    await tx.provisioning.save(charger, { errandId: errand.id, run, commandId: null })
    return true
  })
  if (isBegun) await advanceProvisioning(ctx, charger)
}

/**
 * Goes one step on with setting a charger up, from what has happened since the last one. The step and what it asks of
 * the charger are stored together, so that a crash neither loses nor repeats one. Called again without need it does
 * nothing.
 */
export async function advanceProvisioning(ctx: Used, charger: ChargerRef): Promise<void> {
  const templates = await ctx.templates.list()
  const move = await ctx.transaction(async (tx) => {
    const known = await tx.provisioning.find(charger)
    if (!known?.run) return null
    const errand = await tx.errands.byId(known.errandId)
    const facts = await tx.provisioning.facts(charger)
    if (!facts || errand?.state !== 'open') {
      await leave(tx, charger, known, facts)
      return null
    }
    const template = templateFor(templates, facts)
    const before = repeats.has(known.run.why) ? known.reports : {}
    const next = decideNext(known.run, { facts, template, results: known.results, before })
    if (next.kind === 'wait' && next.run.step === known.run.step) return null
    await carryOut(ctx, tx, { charger, errand, facts, template: template.name, next })
    return next
  })
  if (!move) return
  if (move.kind === 'ask') ctx.chargerLink.commandsWaiting(charger)
  if (move.kind === 'end') {
    const { state, reason } = move
    ctx.log.info({ chargerId: charger.id, state, reason }, 'charger configured')
    if (move.accept) await ctx.chargerLink.configurationChanged(charger)
  }
}

type Doing = { charger: ChargerRef; errand: Errand; facts: ProvisioningFacts; template: string; next: Move }

async function carryOut(ctx: Used, tx: Transaction, { charger, errand, facts, template, next }: Doing): Promise<void> {
  const { run } = next
  if (next.kind === 'end') {
    const reports = Object.values(run.reports)
    await tx.provisioning.end(charger, {
      reports: run.reports,
      firmware: facts.firmware,
      protocol: facts.protocol,
      isInventoried: run.step !== 'read',
    })
    if (next.accept) {
      await tx.chargerSetups.change(charger.id, { registration: 'accepted' })
      await tx.audit('charger.changed', charger.identity, { changed: { registration: 'accepted' }, template })
    }
    await tx.errands.end(errand, next.state, { template, reason: next.reason, settings: reports })
    return
  }
  const deadlineAt = ctx.now().add({ seconds: Math.round(answerSeconds(next) * ctx.settings.clockRate) })
  const isAsked = next.kind === 'ask'
  const command = isAsked ? await tx.commands.add(charger, next.request, deadlineAt, { waits: true }) : null
  await tx.provisioning.save(charger, { errandId: errand.id, run, commandId: command?.id ?? null })
  await tx.errands.progress(errand, { progress: run.step, detail: isAsked ? next.detail : null })
}

/** The errand has ended by its deadline, or somebody has taken the charger away. */
async function leave(
  tx: Transaction,
  charger: ChargerRef,
  { run }: Provisioning,
  facts: Pick<ProvisioningFacts, 'firmware' | 'protocol'> | null,
): Promise<void> {
  await tx.provisioning.end(charger, {
    reports: run?.reports ?? {},
    firmware: facts?.firmware ?? null,
    protocol: facts?.protocol ?? '',
    isInventoried: false,
  })
}

/** Runs that come by themselves do not ask again for what was refused. */
const repeats: ReadonlySet<ProvisioningReason> = new Set(['daily'])

const blankRun: Omit<ProvisioningRun, 'why' | 'askedAt'> = {
  step: 'begin',
  reads: 0,
  pending: [],
  lists: [],
  reports: {},
  hasRestarted: false,
  bootedAt: null,
  silent: [],
}

/** A charger may be away for a while, but not for ever. */
const runSeconds = 24 * 3600

/** Reading may take a charger minutes, and many settings are many calls. */
function answerSeconds({ kind, ...next }: Move): number {
  const request: CommandRequest | null = 'request' in next ? next.request : null
  return kind === 'ask' && request?.kind === 'reset' ? 600 : 6 * 3600
}

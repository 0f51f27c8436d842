import { isDeepStrictEqual } from 'node:util'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { type ChargerTemplate, type NewTemplate, type TemplateSubject, templateFor } from './template.ts'

/** A template that is new (without an id), changed, or removed (without content). */
export type TemplateChange = { id: number | null; template: NewTemplate | null }

export type TemplateReach = {
  /** Identities of the chargers that would be set up otherwise than now. */
  touched: string[]
  /** Of these, how many have a session now. */
  charging: number
  /** All chargers that are set up by themselves. */
  of: number
}

/** Which chargers a change would reach at their next check. Nothing is stored. */
export async function reachOfTemplate(ctx: Uses<'templates'>, change: TemplateChange): Promise<TemplateReach> {
  const [templates, subjects] = await Promise.all([ctx.templates.list(), ctx.templates.subjects()])
  const touched = touchedBy(subjects, templates, withChange(templates, change))
  return {
    touched: touched.map(({ identity }) => identity),
    charging: touched.filter(({ isCharging }) => isCharging).length,
    of: subjects.length,
  }
}

/** Refuses a change that reaches more chargers than whoever makes it has been shown. */
export async function refuseWiderReach(
  ctx: Uses<'templates'>,
  change: TemplateChange,
  atMost: number | undefined,
): Promise<void> {
  if (atMost === undefined) return
  const { touched } = await reachOfTemplate(ctx, change)
  if (touched.length <= atMost) return
  const message = `It would reach ${touched.length} chargers, more than the ${atMost} that were agreed to.`
  throw new Problem('conflict', message, { subject: 'atMost' })
}

export function touchedBy<Subject extends TemplateSubject>(
  subjects: readonly Subject[],
  before: readonly ChargerTemplate[],
  after: readonly ChargerTemplate[],
): Subject[] {
  return subjects.filter((one) => !isDeepStrictEqual(whatItSays(before, one), whatItSays(after, one)))
}

/** Names and patterns of a template change nothing at a charger. */
function whatItSays(templates: readonly ChargerTemplate[], subject: TemplateSubject) {
  const { settings, measurands, restartAllowed, acceptWhenConfigured } = templateFor(templates, subject)
  return { settings, measurands, restartAllowed, acceptWhenConfigured }
}

function withChange(templates: readonly ChargerTemplate[], { id, template }: TemplateChange): ChargerTemplate[] {
  const others = templates.filter((one) => one.id !== id)
  return template === null ? others : [...others, { ...template, id: id ?? Number.MAX_SAFE_INTEGER }]
}

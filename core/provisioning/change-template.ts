import type { Uses } from '../context.ts'
import { isSecretVariable } from '../devices/setting-values.ts'
import { nameOfVariable } from '../devices/take-settings.ts'
import { Problem } from '../errors.ts'
import type { ChargerTemplate, NewTemplate } from './template.ts'

/** Makes a template. Chargers that it fits are set up by it at their next time, within a day. */
export async function addTemplate(ctx: Uses<'transaction'>, template: NewTemplate): Promise<ChargerTemplate> {
  refuseFaults(template)
  return ctx.transaction(async (tx) => {
    const added = await tx.templates.add(template)
    if (!added) throw taken(template.name)
    await tx.audit('template.added', template.name, { ...template })
    return added
  })
}

export async function changeTemplate(
  ctx: Uses<'transaction'>,
  id: number,
  template: NewTemplate,
): Promise<ChargerTemplate> {
  refuseFaults(template)
  return ctx.transaction(async (tx) => {
    const changed = await tx.templates.change(id, template)
    if (changed === 'taken') throw taken(template.name)
    if (!changed) throw notFound(id)
    await tx.audit('template.changed', template.name, { ...template })
    return changed
  })
}

/** Chargers keep what they have; from now on they go by the next template that fits. */
export async function removeTemplate(ctx: Uses<'transaction'>, id: number): Promise<void> {
  await ctx.transaction(async (tx) => {
    const removed = await tx.templates.remove(id)
    if (!removed) throw notFound(id)
    await tx.audit('template.removed', removed.name)
  })
}

function refuseFaults({ name, settings }: NewTemplate): void {
  if (name.trim() === '' || /\p{Cc}/u.test(name)) {
    throw new Problem('invalid_value', 'A template needs a name.', { subject: 'name' })
  }
  const secret = settings.find(isSecretVariable)
  if (secret) {
    const message = `${nameOfVariable(secret)} is a password: it is not the same for all chargers.`
    throw new Problem('invalid_value', message, { subject: 'settings' })
  }
}

function taken(name: string): Problem {
  return new Problem('conflict', `There is a template '${name}' already.`, { subject: 'name' })
}

function notFound(id: number): Problem {
  return new Problem('not_found', `There is no template ${id}.`, { subject: 'id' })
}

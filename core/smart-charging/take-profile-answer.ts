import type { Command } from '../commands/command.ts'
import type { CommandRequest } from '../commands/requests.ts'
import type { ChargerRef, Transaction, Uses } from '../context.ts'
import type { LimitSituation } from './charging-store.ts'
import { itemOfProfile, profilesFrom } from './installed-profiles.ts'
import { placeInWords, recipeOf } from './limit-recipes.ts'
import { type PlacedProfile, slotOf } from './profile.ts'

type Answer = {
  command: Command
  placed: PlacedProfile
  /** `unable`: it does not know the message at all. */
  status: 'accepted' | 'refused' | 'unable' | 'unknown'
}

/**
 * Takes in how a charger took a profile, whoever had it sent: a yes makes it one of the charger's profiles and one that
 * it shall have, in the place of what was there before. A limit that was refused is told in the next way, and what
 * worked is remembered for all chargers of the make (K-06).
 */
export async function takeProfileAnswer(
  ctx: Uses<'chargerLink' | 'chargers' | 'chargerWork' | 'transaction'>,
  charger: ChargerRef,
  answer: Answer,
): Promise<void> {
  if (answer.status === 'accepted') {
    if (await isOver(ctx, charger, answer.placed)) return
    return takeIn(ctx, charger, answer)
  }
  const next = answer.status === 'refused' ? nextOf(answer) : null
  if (!next) return
  await ctx.transaction((tx) => tx.commands.add(charger, next, answer.command.deadlineAt, { follows: answer.command }))
  ctx.chargerLink.commandsWaiting(charger)
}

/** K-08: a session that has ended since the charger was asked has taken its profile with it. */
async function isOver(
  ctx: Uses<'chargerWork'>,
  charger: ChargerRef,
  { profile: { wireId } }: PlacedProfile,
): Promise<boolean> {
  if (wireId === undefined) return false
  return ctx.chargerWork(charger, (work) => !work.sessions.open().some((one) => one.wireId === wireId))
}

async function takeIn(
  ctx: Uses<'chargerLink' | 'chargers' | 'transaction'>,
  charger: ChargerRef,
  { command, placed }: Answer,
): Promise<void> {
  const { request } = command
  const isLimit = request.kind === 'limit'
  const boot = isLimit ? (await ctx.chargers.detail(charger.id))?.boot : null
  const stale = await ctx.transaction(async (tx) => {
    const slot = slotOf(placed)
    const replaced = profilesFrom(await tx.devices.installed(charger, 'charging-profile')).filter(
      (one) => one.profile.purpose !== 'external' && slotOf(one) === slot && one.profile.id !== placed.profile.id,
    )
    await tx.devices.uninstall(
      charger,
      'charging-profile',
      replaced.map(({ profile }) => String(profile.id)),
    )
    await tx.devices.install(charger, 'charging-profile', [{ ...itemOfProfile(placed), source: 'acknowledged' }])
    const before = await tx.charging.desired(charger)
    const limitOf = isLimit
      ? (request.evse ?? 0)
      : (before.find(({ profile }) => profile.id === placed.profile.id)?.limitOf ?? null)
    await tx.charging.want(charger, { ...placed, limitOf })
    if (!isLimit) return []
    // Of the whole charger there is only one way; it must not become the way of its EVSEs.
    if (boot && !(request.evse === null && placed.profile.purpose === 'max')) {
      await tx.charging.learn(boot, situationOf(request, placed), recipeOf(placed))
    }
    if (request.first !== undefined)
      await tx.commands.amend(request.first, { state: 'accepted', reason: placeInWords(placed) })
    const outdated = before.filter((one) => one.limitOf === limitOf && isOutdatedBy(one, placed))
    await clear(tx, charger, { command, profileIds: outdated.map(({ profile }) => profile.id) })
    return outdated
  })
  if (stale.length > 0) ctx.chargerLink.commandsWaiting(charger)
}

/** With a session running, its own profile is tried first: one that was refused says that there was a session. */
function situationOf(
  { tried = [], limitA }: Extract<CommandRequest, { kind: 'limit' }>,
  { profile }: PlacedProfile,
): LimitSituation {
  const hasSession = profile.purpose === 'transaction' || tried.some((recipe) => recipe.startsWith('session/'))
  return `${hasSession ? 'session' : 'idle'}/${limitA === null ? 'W' : 'A'}`
}

/** A limit that was set elsewhere for the same EVSE, and would go on limiting beside the new one. */
function isOutdatedBy(one: PlacedProfile, by: PlacedProfile): boolean {
  if (one.profile.id === by.profile.id || slotOf(one) === slotOf(by)) return false
  return one.profile.purpose === 'max' || (one.profile.purpose === 'default' && by.profile.purpose !== 'transaction')
}

async function clear(
  tx: Transaction,
  charger: ChargerRef,
  { command, profileIds }: { command: Command; profileIds: number[] },
): Promise<void> {
  const all = { evse: null, purpose: null, stackLevel: null }
  for (const id of profileIds) {
    const request = { kind: 'clear-profiles', id, ...all } as const
    await tx.commands.add(charger, request, command.deadlineAt, { follows: command })
  }
}

/** What is asked instead, after a no; null when nothing is left. */
function nextOf({ command, placed }: Answer): CommandRequest | null {
  const { request } = command
  if (request.kind === 'limit') {
    const tried = [...(request.tried ?? []), recipeOf(placed)]
    return tried.length > mostWays ? null : { ...request, tried, first: request.first ?? command.id }
  }
  if (request.kind !== 'set-profile' || !request.simpler) return null
  const { simpler, ...asked } = request
  return { ...asked, profile: simpler }
}

// Four places, two levels, two kinds, two units.
const mostWays = 32

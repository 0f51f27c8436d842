import type { Context } from '#core/context.ts'
import { Problem } from '#core/errors.ts'
import type { Database } from '#storage/database.ts'
import { rootHolders } from '#storage/root-holders.ts'
import { type RootTurn, turnRoots } from '#storage/root-store.ts'
import { listTenants } from '#storage/tenants.ts'
import type { RootGeneration, RootKeeper } from './own-roots.ts'
import { latestFormer, leftBehind, type RootProgress, rootProgress } from './root-progress.ts'

export type RootWorld = {
  database: Pick<Database, 'asOwner'>
  roots: RootKeeper
  /** Whether chargers have to trust our roots to connect. */
  isNeeded: boolean
  contextFor(tenantSlug: string | undefined): Promise<Context>
  /** Has the server go by the roots as they are now. */
  changed(): Promise<unknown>
}

type Insisting = { insists: boolean }

/** Makes the next generation of roots. Nothing is signed by it yet; chargers are given it, one after another. */
export async function makeNextRoots(world: RootWorld): Promise<RootProgress> {
  await world.roots.current()
  if (await find(world, 'next')) throw conflict('Chargers are being given new roots already.')
  await world.roots.makeNext()
  return finish(world, 'certificate.root-made', (await find(world, 'next'))!)
}

/**
 * From now on the next generation signs, and the server shows certificates that it has signed. Whoever has not got it
 * would not find the way back: they are waited for, unless one insists. What the former one has signed stays good.
 */
export async function switchRoots(world: RootWorld, { insists }: Insisting): Promise<RootProgress> {
  const [current, next] = [await find(world, 'current'), await find(world, 'next')]
  if (!current || !next) throw conflict('There are no new roots to go over to. Make them first.')
  if (!insists) await refuseStragglers(world, { from: current, to: next })
  await turn(world, [
    { generation: current.generation, from: 'current', to: 'former' },
    { generation: next.generation, from: 'next', to: 'current' },
  ])
  return finish(world, 'certificate.root-switched', next)
}

/**
 * Takes the last step back: roots that do not sign yet are given up; those that sign give way to those before them, and
 * are the next ones again. What they have signed meanwhile stays good until they are given up.
 */
export async function undoRoots(world: RootWorld, { insists }: Insisting): Promise<RootProgress> {
  const next = await find(world, 'next')
  if (next) {
    if (!insists) await refuseSigned(world, next)
    await turn(world, [{ generation: next.generation, from: 'next', to: 'ended' }])
    return finish(world, 'certificate.root-undone', next)
  }
  const [current, former] = [await find(world, 'current'), latestFormer(await world.roots.generations())]
  if (!current || !former) throw conflict('There are no roots before these.')
  if (!insists) await refuseStragglers(world, { from: current, to: former })
  await turn(world, [
    { generation: current.generation, from: 'current', to: 'next' },
    { generation: former.generation, from: 'former', to: 'current' },
  ])
  return finish(world, 'certificate.root-undone', current)
}

/** Trusts a former generation no more, before its end. That cannot be undone: its keys are deleted. */
export async function endRoots(
  world: RootWorld,
  { generation, insists }: Insisting & { generation: number },
): Promise<RootProgress> {
  const found = (await world.roots.generations()).find((one) => one.generation === generation)
  if (!found) throw new Problem('invalid_value', 'There are no such roots.', { subject: 'generation' })
  if (found.standing !== 'former') throw conflict('These roots are in use. Only former ones can be ended.')
  if (!insists) await refuseSigned(world, found)
  await turn(world, [{ generation, from: 'former', to: 'ended' }])
  return finish(world, 'certificate.root-ended', found)
}

export async function progressOf({ database, roots, isNeeded }: Omit<RootWorld, 'contextFor' | 'changed'>) {
  await roots.current()
  return rootProgress(database, await roots.generations(), { isNeeded })
}

async function find({ roots }: RootWorld, standing: RootGeneration['standing']): Promise<RootGeneration | undefined> {
  return (await roots.generations()).find((one) => one.standing === standing)
}

async function refuseStragglers(
  { database, isNeeded }: RootWorld,
  way: { from: RootGeneration; to: RootGeneration },
): Promise<void> {
  if (!isNeeded) return
  const holders = await rootHolders(database)
  const left = leftBehind(holders, way)
  if (left.length === 0) return
  const named = left.slice(0, 5).map(({ charger }) => charger.identity)
  throw conflict(
    `${left.length} of ${holders.length} chargers are not known to have these roots, and may not find their way back: ${named.join(', ')}${left.length > 5 ? ', …' : ''}. Wait for them, or insist.`,
  )
}

async function refuseSigned({ database, isNeeded }: RootWorld, generation: RootGeneration): Promise<void> {
  const { generations } = await rootProgress(database, [generation], { isNeeded })
  const [count] = generations[0]!.roots.map(({ signedFor }) => signedFor).toSorted((one, other) => other - one)
  if (count === 0) return
  throw conflict(
    `${count} chargers have certificates that these roots have signed, and would not be let in any more. Have them ask for new ones, or insist.`,
  )
}

async function turn({ database, roots }: RootWorld, turns: readonly RootTurn[]): Promise<void> {
  const isDone = await turnRoots(database, turns)
  roots.forget()
  if (!isDone) throw conflict('Somebody else has just changed the roots.')
}

/** All tenants use these roots: each has it in its audit trail. */
async function finish(
  world: RootWorld,
  rootAction:
    | 'certificate.root-made'
    | 'certificate.root-switched'
    | 'certificate.root-undone'
    | 'certificate.root-ended',
  { generation }: RootGeneration,
): Promise<RootProgress> {
  for (const { slug } of await world.database.asOwner(listTenants)) {
    const ctx = await world.contextFor(slug)
    await ctx.transaction((tx) => tx.audit(rootAction, String(generation)))
  }
  await world.changed()
  return progressOf(world)
}

function conflict(message: string): Problem {
  return new Problem('conflict', message, { subject: 'roots' })
}

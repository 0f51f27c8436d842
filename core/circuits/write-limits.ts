import type { Transaction, Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import type { LimitKey, LimitSource, NewLimitSource } from './limit.ts'

/**
 * Replaces all that one source says of a circuit. An empty list withdraws it; with a lease it says "no limit, as long as
 * you hear of me". The same list again renews the lease and leaves no trace in the audit trail. Of intervals that
 * overlap the lowest counts, what is past is kept and means nothing, and a limit of zero is obeyed.
 */
export async function writeLimits(ctx: Uses<'transaction'>, asked: NewLimitSource): Promise<LimitSource | null> {
  return ctx.transaction((tx) => writeLimitsIn(tx, asked))
}

/** The same within a transaction that does more. */
export function writeLimitsIn(
  tx: Transaction,
  asked: NewLimitSource,
  action = 'limits.written',
): Promise<LimitSource | null> {
  refuseFaulty(asked)
  return write(tx, asked, action)
}

/** Takes a source's limits away; the others apply from now on. */
export async function withdrawLimits(
  ctx: Uses<'siteLimits' | 'transaction'>,
  { circuitId, kind, name }: LimitKey,
): Promise<void> {
  const known = await ctx.siteLimits.limit({ circuitId, kind, name })
  if (!known) throw noSource(name)
  const nothing = { circuitId, kind, name, unit: known.unit, reason: null, intervals: [], lease: null }
  await ctx.transaction((tx) => write(tx, nothing, 'limits.withdrawn'))
}

/** Says that what a source has written still holds. After its lease has run out only a new list does (smart-charging 8). */
export async function renewLimits(ctx: Uses<'transaction'>, key: LimitKey): Promise<void> {
  const renewed = await ctx.transaction((tx) => tx.siteLimits.renewLimits(key))
  if (renewed === 'unknown') throw noSource(key.name)
  if (renewed === 'lapsed') {
    throw new Problem('conflict', 'The lease has run out: write the limits anew.', { subject: 'name' })
  }
}

/**
 * Gives a source the list back that it had before its last change, as one list: when it had none, it is withdrawn. To
 * undo once more brings back what was undone.
 */
export async function undoLimits(ctx: Uses<'transaction'>, key: LimitKey): Promise<LimitSource | null> {
  return ctx.transaction(async (tx) => {
    const former = await tx.siteLimits.formerLimits(key)
    if (!former) throw noSource(key.name)
    return write(tx, former, 'limits.undone')
  })
}

async function write(tx: Transaction, asked: NewLimitSource, action: string): Promise<LimitSource | null> {
  const circuit = await tx.circuits.circuit(asked.circuitId)
  if (!circuit) throw new Problem('not_found', 'There is no such circuit.', { subject: 'circuit' })
  const { source, hasChanged } = await tx.siteLimits.writeLimits(asked)
  if (!hasChanged) return source
  const { kind, name, unit, reason, intervals, lease } = asked
  const values = intervals.map(({ value }) => value)
  await tx.audit(action, circuit.publicId, {
    circuitName: circuit.name,
    ...{ kind, name, unit, reason, intervals: intervals.length },
    ...(values.length === 0 ? {} : { lowest: Math.min(...values) }),
    ...(lease ? { leaseSeconds: lease.seconds, fallback: lease.fallback } : {}),
  })
  return source
}

const mostIntervals = 2_000

function refuseFaulty({ name, reason, intervals, lease }: NewLimitSource): void {
  const fault = (subject: string, message: string) => new Problem('invalid_value', message, { subject })
  if (!/^[^\p{C}]{1,100}$/u.test(name)) throw fault('name', 'A source is called by 1 to 100 characters.')
  if (reason !== null && !/^[^\p{C}]{1,500}$/u.test(reason)) throw fault('reason', 'A reason has 1 to 500 characters.')
  if (intervals.length > mostIntervals) throw fault('intervals', `A list has ${mostIntervals} entries at most.`)
  for (const { from, to, value } of intervals) {
    if (!Number.isFinite(value) || value < 0) throw fault('intervals', 'A limit is a number of at least 0.')
    if (to !== null && Temporal.Instant.compare(to, from) <= 0) {
      throw fault('intervals', 'A limit ends after it has begun.')
    }
  }
  if (lease) {
    const { seconds, fallback, leastSeconds } = lease
    if (!isSeconds(seconds) || seconds < 1) throw fault('lease', 'A lease has at least a second and at most a week.')
    if (!isSeconds(leastSeconds)) throw fault('lease', 'The minimum time has at most a week.')
    if (!Number.isFinite(fallback) || fallback < 0) throw fault('lease', 'A fallback is a number of at least 0.')
  }
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 7 * 86_400
}

function noSource(name: string): Problem {
  return new Problem('not_found', `There are no limits called '${name}'.`, { subject: 'name' })
}

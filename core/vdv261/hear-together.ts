import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import { hearVehicles, type VehicleMessage } from './hear-vehicle.ts'
import type { VehicleTold } from './tell-vehicle.ts'
import type { DriveoffMode } from './vehicle-link.ts'

type Used = Uses<'now' | 'tenant' | 'transaction'>
type Waiting = VehicleMessage & { ctx: Used; resolve(told: VehicleTold): void; reject(error: unknown): void }

/**
 * Hears vehicles in one transaction for all of a tenant that have spoken while the last one ran: a depot's buses talk at
 * once after a power cut. Messages of one vehicle are heard one after another, and one that cannot be taken does not
 * harm the others. When too many of a tenant's wait already, the next is refused at once, and nothing of it is kept: the
 * vehicle says the same again a few seconds later.
 */
export function hearTogether(usual: { driveoff: DriveoffMode }) {
  const queues = new Map<number, Waiting[]>()

  async function work(tenant: number, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) await hearSome(takeSome(queue), usual)
    queues.delete(tenant)
  }

  return (ctx: Used, message: VehicleMessage): Promise<VehicleTold> =>
    new Promise((resolve, reject) => {
      const waiting = { ...message, ctx, resolve, reject }
      const queue = queues.get(ctx.tenant)
      if (queue && queue.length >= mostWaiting)
        return reject(new Problem('overloaded', 'Too many vehicles speak at once.'))
      if (queue) return void queue.push(waiting)
      const started = [waiting]
      queues.set(ctx.tenant, started)
      queueMicrotask(() => void work(ctx.tenant, started))
    })
}

/** In the order of asking, no vehicle twice. */
function takeSome(queue: Waiting[]): Waiting[] {
  const taken = new Map<number, Waiting>()
  for (const one of queue) if (taken.size < most && !taken.has(one.vehicle.id)) taken.set(one.vehicle.id, one)
  const some = new Set(taken.values())
  queue.splice(0, queue.length, ...queue.filter((one) => !some.has(one)))
  return [...some]
}

async function hearSome(some: readonly Waiting[], usual: { driveoff: DriveoffMode }): Promise<void> {
  try {
    const told = await hearVehicles(some[0]!.ctx, some, usual)
    for (const [at, one] of some.entries()) one.resolve(told[at]!)
  } catch (error) {
    const isAway = error instanceof Problem && error.code === 'storage_unavailable'
    if (some.length === 1 || isAway) for (const one of some) one.reject(error)
    else for (const one of some) await hearSome([one], usual)
  }
}

const most = 100

/** Five times the vehicles of a large depot: whoever waits behind more than that has given up before its turn. */
export const mostWaiting = 5_000

import type { Context, Transaction, Uses } from '../context.ts'

export type Joint = Uses<'chargers' | 'devices' | 'transaction'>

/** Use cases open transactions of their own; here several of them work in one, and all of them count or none. */
export function inOneTransaction<T>(ctx: Joint, work: (within: Joint, tx: Transaction) => Promise<T>): Promise<T> {
  return ctx.transaction((tx) => {
    const transaction = ((inner) => inner(tx)) as Context['transaction']
    return work({ chargers: ctx.chargers, devices: ctx.devices, transaction }, tx)
  })
}

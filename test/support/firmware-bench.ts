import type { TestContext } from 'node:test'
import type { Command } from '#core/commands/command.ts'
import type { Context } from '#core/context.ts'
import type { Errand, ErrandKind } from '#core/errands/errand.ts'
import type { StrictCharger } from './strict-charger.ts'
import { eventually, type System, type SystemOptions, startSystem } from './system.ts'

export const protocols = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const
export type Protocol = (typeof protocols)[number]

/** A system with one charger of this version that has booted, and what a door sees of its errands. */
export async function firmwareBench(t: TestContext, protocol: Protocol, options: SystemOptions = {}) {
  const system = await startSystem(t, { chargers: ['CP-1'], ...options })
  const ctx = contextOf(system)
  const charger = await bootedCharger(system, 'CP-1', protocol)
  const { id } = (await ctx.chargers.find('CP-1'))!
  return { system, ctx, charger, chargerId: id }
}

export function contextOf({ server }: System): Context {
  return server.storage.contextFor({ tenant: 1, actor: { kind: 'person', name: 'test' }, door: 'console' })
}

export async function bootedCharger(system: System, identity: string, protocol: Protocol, firmware = '1.0.0') {
  const charger = await system.connectCharger(identity, { protocol })
  await boot(charger, protocol, firmware)
  return charger
}

export function boot(charger: StrictCharger, protocol: Protocol, firmware: string): Promise<unknown> {
  if (protocol === 'ocpp1.6') {
    const names = { chargePointVendor: 'Maker', chargePointModel: 'One' }
    return charger.call('BootNotification', { ...names, firmwareVersion: firmware })
  }
  const chargingStation = { vendorName: 'Maker', model: 'One', firmwareVersion: firmware }
  return charger.call('BootNotification', { reason: 'PowerUp', chargingStation })
}

/** Keeps what a charger is asked, and answers it. */
export function answering(charger: StrictCharger, action: string, answer: object | (() => object)): any[] {
  const asked: any[] = []
  charger.handle(action, (params) => {
    asked.push(params)
    return typeof answer === 'function' ? answer() : answer
  })
  return asked
}

/** The newest errand of a kind, once it pleases. */
export function errandOf(
  ctx: Context,
  chargerId: number,
  kind: ErrandKind,
  pleases: (errand: Errand) => boolean = () => true,
): Promise<Errand> {
  return eventually(
    async () => (await ctx.errands.list(chargerId, { kind, limit: 1 }))[0]!,
    (errand) => errand !== undefined && pleases(errand),
    10_000,
  )
}

/** A refusal by an OCPP error, as the strict client sends it. */
export function rpcError(code: string): never {
  throw Object.assign(new Error(code), { rpcErrorCode: code, rpcErrorMessage: code, details: {} })
}

export async function ended(ctx: Context, command: Pick<Command, 'id'>): Promise<Command> {
  return eventually(
    async () => (await ctx.commands.find(command.id))!,
    ({ state }) => state !== 'queued' && state !== 'sent',
    10_000,
  )
}

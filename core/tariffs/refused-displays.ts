import type { ChargerRef, Uses } from '../context.ts'

/** What a 1.6 charger is told of prices (California pricing), each in a message of its own. */
export const priceMessages = ['SetUserPrice', 'RunningCost', 'FinalCost'] as const
export type PriceMessage = (typeof priceMessages)[number]

/** Whether the charger has refused this message since it connected. */
export async function isRefused(
  ctx: Uses<'chargers' | 'devices'>,
  charger: ChargerRef,
  message: PriceMessage,
): Promise<boolean> {
  const items = await ctx.devices.installed(charger.id, 'unsupported')
  const refusal = items.find(({ key }) => key === keyOf(message))
  return refusal !== undefined && refusal.body.since === (await connectedSince(ctx, charger))
}

/** Keeps that the charger does not take these messages; it is asked again when it has connected anew. */
export async function noteRefused(
  ctx: Uses<'chargers' | 'transaction'>,
  charger: ChargerRef,
  { messages, answer }: { messages: readonly PriceMessage[]; answer: string },
): Promise<void> {
  const body = { answer, since: await connectedSince(ctx, charger) }
  await ctx.transaction((tx) =>
    tx.devices.install(
      charger,
      'unsupported',
      messages.map((message) => ({ key: keyOf(message), body, source: 'reported' })),
    ),
  )
}

function keyOf(message: PriceMessage): string {
  return `org.openchargealliance.costmsg/${message}`
}

async function connectedSince(ctx: Uses<'chargers'>, charger: ChargerRef): Promise<string | null> {
  return (await ctx.chargers.link(charger))?.changedAt.toString() ?? null
}

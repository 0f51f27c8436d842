import type { Uses } from '../context.ts'
import type { Activation } from './flexibility.ts'
import { type JudgedMinute, judgedMinutes } from './judge-delivery.ts'

export type ActivationReport = { activation: Activation; minutes: JudgedMinute[]; deliveredWh: number }

/** What an activation has delivered up to now, minute by minute, against its baseline; null: there is none. */
export async function reportActivation(ctx: Uses<'flexibility' | 'now'>, id: number): Promise<ActivationReport | null> {
  const activation = await ctx.flexibility.activation(id)
  if (!activation) return null
  const measured = await ctx.flexibility.minutes(id)
  const minutes = judgedMinutes(activation, measured, Math.floor(ctx.now().epochMilliseconds / 1_000))
  const deliveredWh = minutes.reduce((sum, { deliveredW }) => sum + (deliveredW ?? 0) / 60, 0)
  return { activation, minutes, deliveredWh }
}

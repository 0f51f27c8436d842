import { createHash } from 'node:crypto'
import type { Command } from '#core/commands/command.ts'
import type { NewProfile } from '#core/commands/requests/smart-charging.ts'
import type { ChargerRef, Context } from '#core/context.ts'
import type { RoundInput, RoundOutcome, Send } from '#core/steering/round.ts'
import type { Grant, SessionReason, SiteFence } from '#core/steering/steering-store.ts'

import type { RoundBases } from './round-base.ts'

export type Decided = {
  fence: SiteFence
  at: Temporal.Instant
  engine: string
  input: RoundInput
  outcome: RoundOutcome
  durationMs: number
  reasons: readonly SessionReason[]
  settled: readonly { id: number; state: Grant['state'] }[]
  deadlineAt: Temporal.Instant
  bases: RoundBases
}

export type ToSend = { send: Send; charger: ChargerRef; evse: number; unit: 'A' | 'W'; profile: NewProfile }

export type Sent = { send: Send; grant: Grant; command: Command }

/**
 * Stores what a round has decided, with the commands that carry its grants, in one commit: nothing is sent that is not on
 * record, and everything is refused when another engine has taken over (smart-charging 4, 8).
 */
export async function keepRound(
  ctx: Context,
  decided: Decided,
  toSend: readonly ToSend[],
): Promise<{ roundId: number; sent: Sent[] }> {
  const { fence, at, engine, durationMs, reasons, settled, deadlineAt, bases } = decided
  const input = JSON.stringify(decided.input)
  const outcome = JSON.stringify(decided.outcome)
  const inputHash = createHash('sha256').update(input).digest('hex')
  const kept = await ctx.transaction(async (tx) => {
    if (settled.length > 0) await tx.steering.settleGrants(fence, settled)
    const roundId = await tx.steering.keepRound(fence, {
      ...{ at, cause: decided.input.cause, engine, inputHash, durationMs },
      ...{ grants: decided.outcome.grants.length, sends: toSend.length, input, outcome, base: bases.for(at) },
    })
    const grants = await tx.steering.addGrants(
      fence,
      toSend.map(({ send, charger, evse, unit }) => ({
        ...{ chargerId: charger.id, evse, unit, roundId, value: send.value, sessionId: Number(send.sessionId) },
        leaseUntil: Temporal.Instant.fromEpochMilliseconds(Math.round(send.untilMs)),
      })),
    )
    const commands = await tx.commands.addAll(
      toSend.map(({ send, charger, evse, profile }) => {
        const sessionId = Number(send.sessionId)
        return { charger, request: { kind: 'set-profile', evse, profile, sessionId }, deadlineAt }
      }),
    )
    const sent: Sent[] = toSend.map(({ send }, i) => ({ send, grant: grants[i]!, command: commands[i]! }))
    const underWay = sent.map(({ grant, command }) => ({ id: grant.id, state: 'sent', commandId: command.id }) as const)
    if (underWay.length > 0) await tx.steering.settleGrants(fence, underWay)
    if (reasons.length > 0) await tx.steering.keepReasons(fence, reasons)
    return { roundId, sent }
  })
  bases.kept(at, { id: kept.roundId, input, outcome })
  return kept
}

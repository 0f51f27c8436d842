import { takeProfileAnswer } from '#core/smart-charging/take-profile-answer.ts'
import { answerStatus } from '../../answer-status.ts'
import { profileFromWire } from '../charging-profile.ts'
import type { Outcome } from '../outcome.ts'

/** A profile of a session need not name it: it is the one that runs there. */
export const setChargingProfile: Outcome<'SetChargingProfile'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  const placed = profileFromWire(request)
  if (placed.profile.purpose === 'transaction' && placed.profile.wireId === undefined) {
    const wireId = await ctx.chargerWork(
      charger,
      (work) => work.sessions.open().find(({ evse, state }) => evse === placed.evse && state === 'active')?.wireId,
    )
    if (wireId !== undefined) placed.profile.wireId = wireId
  }
  await takeProfileAnswer(ctx, charger, { command, placed, status: answerStatus(response, ending) })
}

import { takeProfileAnswer } from '#core/smart-charging/take-profile-answer.ts'
import { answerStatus } from '../../answer-status.ts'
import { profileFromWire } from '../charging-profile.ts'
import type { Outcome } from '../outcome.ts'

export const setChargingProfile: Outcome<'SetChargingProfile'> = async (ctx, charger, about) => {
  const { command, request, response, ending } = about
  const placed = { evse: request.evseId, profile: profileFromWire(request.chargingProfile) }
  await takeProfileAnswer(ctx, charger, { command, placed, status: answerStatus(response, ending) })
}

import { followErrand } from '#core/firmware/follow-errand.ts'
import type { Handler } from '../handle.ts'

type Name = 'FirmwareStatusNotification'

/** L01.FR.20: the number may be missing only when the charger is idle; without one it is the update that is under way. */
export const firmwareStatusNotification: Handler<Name> = async (
  ctx,
  charger,
  { requestId = null, status, ...more },
) => {
  const { statusInfo } = more as { statusInfo?: { reasonCode: string; additionalInfo?: string } }
  const detail = statusInfo ? [statusInfo.reasonCode, statusInfo.additionalInfo].filter(Boolean).join(', ') : null
  await followErrand(ctx, charger, ['firmware'], { requestId, status, detail })
  return {}
}

import { ChargePointStatus } from './charge-point-status.ts'
import { evsesOf, findChargePoint } from './find-charge-point.ts'
import { chargePointParams } from './params.ts'
import { momentText } from './read-moment.ts'
import { errors, item } from './replies.ts'
import type { PlatformRoute } from './route.ts'
import { evseHardwareStatusOf, hardwareStatusOf } from './view-hardware-status.ts'
import { networkStatusOf, spacedNetworkStatus } from './view-network-status.ts'

export const readChargePointStatus: PlatformRoute = async (app) => {
  // Documented under v1.0, and called under v2.0.
  for (const version of ['v2.0', 'v1.0']) {
    app.get(
      `/resources/charge-points/${version}/:chargePoint/status`,
      {
        schema: {
          operationId: `readChargePointStatus${version === 'v1.0' ? 'V1' : ''}`,
          summary: 'Read the status of a charge point and its EVSEs',
          tags: ['Charge points'],
          params: chargePointParams,
          response: { 200: item(ChargePointStatus, 'The status'), ...errors(404) },
        },
      },
      async ({ ctx, params }) => {
        const charger = await findChargePoint(ctx, params.chargePoint)
        const evses = await evsesOf(ctx, [charger])
        const times = [...charger.statuses.map(({ at }) => at), ...(charger.link ? [charger.link.at] : [])]
        const newest = times.toSorted(Temporal.Instant.compare).at(-1)
        return {
          data: {
            networkStatus: spacedNetworkStatus(networkStatusOf(charger.link, ctx.now())),
            hardwareStatus: hardwareStatusOf(charger.statuses),
            evses: evses.map(({ id, statuses }) => ({ id, hardwareStatus: evseHardwareStatusOf(statuses) })),
            lastUpdatedAt: newest ? momentText(newest) : null,
          },
        }
      },
    )
  }
}

import type { OcppMetrics } from '#ocpp/metrics.ts'
import type { InboundMeter, Metrics } from './metrics.ts'

/** What the OCPP door counts, in the server's metrics. */
export function ocppMetrics(metrics: Metrics): OcppMetrics {
  return metrics as never as OcppMetrics
}
export type { InboundMeter }

import type { BrakeReason } from './brakes.ts'
import type { RefusalReason } from './connect/refusal.ts'
import type { RepairRule } from './rpc/repair-rules.ts'
import type { OcppVersion } from './rpc/version.ts'

/** What the door counts. Every label is bounded: an action that we do not know is 'unknown'. */
export type OcppMetrics = {
  refused(reason: RefusalReason): void
  connected(version: OcppVersion): void
  disconnected(version: OcppVersion, code: number): void
  replaced(): void
  /** Let in with a certificate of which nobody knows whether it was revoked. */
  uncertain(): void
  missedPong(): void
  /** A call of a charger was answered; `result` is 'ok' or the error code. */
  answered(version: OcppVersion, action: string, result: string, micros: number): void
  repaired(rule: RepairRule, count: number): void
  quarantined(version: OcppVersion, action: string): void
  /** A frame that is no call, or no usable one. */
  droppedFrame(
    why:
      | 'empty'
      | 'unknown-message-type'
      | 'fault'
      | 'stray-answer'
      | 'repeated'
      | 'send-overflow'
      | 'send-refused'
      | 'result-refused',
  ): void
  paused(why: BrakeReason): void
  commandEnded(kind: string, state: string): void
}

export const noMetrics: OcppMetrics = {
  refused() {},
  connected() {},
  disconnected() {},
  replaced() {},
  uncertain() {},
  missedPong() {},
  answered() {},
  repaired() {},
  quarantined() {},
  droppedFrame() {},
  paused() {},
  commandEnded() {},
}

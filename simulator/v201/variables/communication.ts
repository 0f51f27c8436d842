import type { MakeVariable } from '../device-model.ts'
import { networkPriority } from '../network.ts'
import { described, fixed, isBoolean, isWhole, kept, whole } from './make-variable.ts'

/** How the charger keeps in touch. */
export const communication: MakeVariable[] = [
  whole('OCPPCommCtrlr', 'HeartbeatInterval', 'heartbeatIntervalSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffWaitMinimum', 'backOffSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffRandomRange', 'backOffRandomSeconds', { unit: 's' }),
  whole('OCPPCommCtrlr', 'RetryBackOffRepeatTimes', 'backOffDoublings'),
  whole('OCPPCommCtrlr', 'MessageAttempts', 'transactionMessageAttempts', { instance: 'TransactionEvent' }),
  whole('OCPPCommCtrlr', 'MessageAttemptInterval', 'transactionMessageRetrySeconds', {
    instance: 'TransactionEvent',
    unit: 's',
  }),
  ({ network }) => ({
    ...described('OCPPCommCtrlr', 'ActiveNetworkProfile', 'integer'),
    read: () => String(network.active()),
  }),
  networkPriority,
  kept('OCPPCommCtrlr', 'NetworkProfileConnectionAttempts', { value: '3', dataType: 'integer', allows: isWhole }),
  kept('OCPPCommCtrlr', 'WebSocketPingInterval', { value: '0', dataType: 'integer', allows: isWhole }),
  kept('OCPPCommCtrlr', 'OfflineThreshold', { value: '60', dataType: 'integer', allows: isWhole }),
  kept('OCPPCommCtrlr', 'ResetRetries', { value: '1', dataType: 'integer', allows: isWhole }),
  kept('OCPPCommCtrlr', 'UnlockOnEVSideDisconnect', { value: 'true', dataType: 'boolean', allows: isBoolean }),
  fixed('OCPPCommCtrlr', 'MessageTimeout', '30', 'integer', 'Default'),
  fixed('OCPPCommCtrlr', 'QueueAllMessages', 'false', 'boolean'),
  fixed('OCPPCommCtrlr', 'FileTransferProtocols', 'HTTP,HTTPS', 'MemberList'),
]

import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { authorize } from './authorize.ts'
import { bootNotification } from './boot-notification.ts'
import { dataTransfer } from './data-transfer.ts'
import { diagnosticsStatusNotification } from './diagnostics-status-notification.ts'
import { firmwareStatusNotification } from './firmware-status-notification.ts'
import { heartbeat } from './heartbeat.ts'
import { logStatusNotification } from './log-status-notification.ts'
import { meterValues } from './meter-values.ts'
import { securityEventNotification } from './security-event-notification.ts'
import { signCertificate } from './sign-certificate.ts'
import { signedFirmwareStatusNotification } from './signed-firmware-status-notification.ts'
import { startTransaction } from './start-transaction.ts'
import { statusNotification } from './status-notification.ts'
import { stopTransaction } from './stop-transaction.ts'

/** Every call of a 1.6 charger that is answered with more than NotImplemented. */
export const handlers: { [Action in keyof Messages]?: Handler<Action> } = {
  Authorize: authorize,
  BootNotification: bootNotification,
  DataTransfer: dataTransfer,
  DiagnosticsStatusNotification: diagnosticsStatusNotification,
  FirmwareStatusNotification: firmwareStatusNotification,
  Heartbeat: heartbeat,
  LogStatusNotification: logStatusNotification,
  SignedFirmwareStatusNotification: signedFirmwareStatusNotification,
  MeterValues: meterValues,
  SecurityEventNotification: securityEventNotification,
  StartTransaction: startTransaction,
  SignCertificate: signCertificate,
  StatusNotification: statusNotification,
  StopTransaction: stopTransaction,
}

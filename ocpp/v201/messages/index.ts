import type { Handler } from '../handle.ts'
import type { Messages } from '../messages.ts'
import { authorize } from './authorize.ts'
import { bootNotification } from './boot-notification.ts'
import { clearedChargingLimit } from './cleared-charging-limit.ts'
import { dataTransfer } from './data-transfer.ts'
import { firmwareStatusNotification } from './firmware-status-notification.ts'
import { get15118EVCertificate } from './get-15118-ev-certificate.ts'
import { getCertificateStatus } from './get-certificate-status.ts'
import { heartbeat } from './heartbeat.ts'
import { logStatusNotification } from './log-status-notification.ts'
import { meterValues } from './meter-values.ts'
import { notifyChargingLimit } from './notify-charging-limit.ts'
import { notifyCustomerInformation } from './notify-customer-information.ts'
import { notifyDisplayMessages } from './notify-display-messages.ts'
import { notifyEVChargingNeeds } from './notify-ev-charging-needs.ts'
import { notifyEVChargingSchedule } from './notify-ev-charging-schedule.ts'
import { notifyEvent } from './notify-event.ts'
import { notifyMonitoringReport } from './notify-monitoring-report.ts'
import { notifyReport } from './notify-report.ts'
import { publishFirmwareStatusNotification } from './publish-firmware-status-notification.ts'
import { reportChargingProfiles } from './report-charging-profiles.ts'
import { reservationStatusUpdate } from './reservation-status-update.ts'
import { securityEventNotification } from './security-event-notification.ts'
import { signCertificate } from './sign-certificate.ts'
import { statusNotification } from './status-notification.ts'
import { transactionEvent } from './transaction-event.ts'

/** Every call of a 2.0.1 charger that is answered with more than NotImplemented. */
export const handlers: { [Action in keyof Messages]?: Handler<Action> } = {
  ReportChargingProfiles: reportChargingProfiles,
  NotifyEVChargingSchedule: notifyEVChargingSchedule,
  NotifyEVChargingNeeds: notifyEVChargingNeeds,
  NotifyChargingLimit: notifyChargingLimit,
  ClearedChargingLimit: clearedChargingLimit,
  Authorize: authorize,
  BootNotification: bootNotification,
  DataTransfer: dataTransfer,
  FirmwareStatusNotification: firmwareStatusNotification,
  Get15118EVCertificate: get15118EVCertificate,
  GetCertificateStatus: getCertificateStatus,
  Heartbeat: heartbeat,
  LogStatusNotification: logStatusNotification,
  PublishFirmwareStatusNotification: publishFirmwareStatusNotification,
  MeterValues: meterValues,
  NotifyCustomerInformation: notifyCustomerInformation,
  NotifyDisplayMessages: notifyDisplayMessages,
  NotifyEvent: notifyEvent,
  NotifyMonitoringReport: notifyMonitoringReport,
  NotifyReport: notifyReport,
  ReservationStatusUpdate: reservationStatusUpdate,
  SecurityEventNotification: securityEventNotification,
  SignCertificate: signCertificate,
  StatusNotification: statusNotification,
  TransactionEvent: transactionEvent,
}

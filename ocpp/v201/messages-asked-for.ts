/** The messages of a 2.x charger that one of our calls asks for; it may send them before it is accepted (B02.FR.02). */
export function messagesAskedFor(action: string, payload: object): string[] {
  if (action === 'TriggerMessage') {
    const { requestedMessage } = payload as { requestedMessage: string }
    return [requestedMessage.startsWith('Sign') ? 'SignCertificate' : requestedMessage]
  }
  return follows[action] ?? []
}

const follows: Record<string, string[]> = {
  CustomerInformation: ['NotifyCustomerInformation'],
  GetBaseReport: ['NotifyReport'],
  GetChargingProfiles: ['ReportChargingProfiles'],
  GetDERControl: ['ReportDERControl'],
  GetDisplayMessages: ['NotifyDisplayMessages'],
  GetLog: ['LogStatusNotification'],
  GetMonitoringReport: ['NotifyMonitoringReport'],
  GetReport: ['NotifyReport'],
  PublishFirmware: ['PublishFirmwareStatusNotification'],
  UpdateFirmware: ['FirmwareStatusNotification'],
}

/** The messages of a 1.6 charger that one of our calls asks for (B-02). */
export function messagesAskedFor(action: string, payload: object): string[] {
  if (action === 'TriggerMessage' || action === 'ExtendedTriggerMessage') {
    const { requestedMessage } = payload as { requestedMessage: string }
    return [requestedMessage === 'SignChargePointCertificate' ? 'SignCertificate' : requestedMessage]
  }
  return follows[action] ?? []
}

const follows: Record<string, string[]> = {
  GetDiagnostics: ['DiagnosticsStatusNotification'],
  GetLog: ['LogStatusNotification'],
  SignedUpdateFirmware: ['SignedFirmwareStatusNotification'],
  UpdateFirmware: ['FirmwareStatusNotification'],
}

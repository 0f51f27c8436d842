import type { ErrandOfCall } from '../dialect.ts'

/** What a 2.x charger goes on with after its answer, by the number that we gave it. */
export function errandOfCall(action: string, payload: object): ErrandOfCall | null {
  const errand = errands[action]
  const { requestId } = payload as { requestId?: number }
  return errand && requestId !== undefined ? { ...errand, requestId } : null
}

const errands: Record<string, Omit<ErrandOfCall, 'requestId'>> = {
  CustomerInformation: { kind: 'customer-information', withinSeconds: 300 },
  GetBaseReport: { kind: 'report', withinSeconds: 300 },
  GetChargingProfiles: { kind: 'charging-profiles', withinSeconds: 120 },
  GetDERControl: { kind: 'der-report', withinSeconds: 120 },
  GetDisplayMessages: { kind: 'display-messages', withinSeconds: 120 },
  GetLog: { kind: 'log', withinSeconds: 3_600 },
  GetMonitoringReport: { kind: 'monitoring-report', withinSeconds: 300 },
  GetReport: { kind: 'report', withinSeconds: 300 },
  PublishFirmware: { kind: 'publish-firmware', withinSeconds: 86_400 },
  UpdateFirmware: { kind: 'firmware', withinSeconds: 86_400 },
}

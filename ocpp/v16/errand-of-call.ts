import type { ErrandOfCall } from '../dialect.ts'

/** What a 1.6 charger goes on with after its answer. Only the messages of the security extension number it (J-01). */
export function errandOfCall(action: string, payload: object): ErrandOfCall | null {
  const errand = errands[action]
  if (!errand) return null
  const { requestId = null } = payload as { requestId?: number }
  return { ...errand, requestId }
}

const errands: Record<string, Omit<ErrandOfCall, 'requestId'>> = {
  GetDiagnostics: { kind: 'diagnostics', withinSeconds: 3_600 },
  GetLog: { kind: 'log', withinSeconds: 3_600 },
  SignedUpdateFirmware: { kind: 'firmware', withinSeconds: 86_400 },
  UpdateFirmware: { kind: 'firmware', withinSeconds: 86_400 },
}

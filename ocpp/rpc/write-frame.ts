import { errorCode, type FaultKind } from './errors.ts'
import type { OcppVersion } from './version.ts'

type Id = string | number

/** The text of a CALL. */
export function writeCall(id: Id, action: string, payload: object): string {
  return `[2,${JSON.stringify(id)},${JSON.stringify(action)},${JSON.stringify(payload)}]`
}

/** The text of a CALLRESULT. The payload must be exactly what the schema allows: see F-15. */
export function writeResult(id: Id, payload: object): string {
  return `[3,${JSON.stringify(id)},${JSON.stringify(payload)}]`
}

/** What a CALLERROR says; a `CallFault`'s parts fit in. */
export type ErrorToWrite = { kind: FaultKind; description?: string; details?: Record<string, unknown> }

/**
 * The text of a CALLERROR, with the code spelled for this version, at most 255 characters
 * of description and details that are always an object. (F-02)
 */
export function writeError(id: Id, version: OcppVersion, error: ErrorToWrite): string {
  return errorText(4, id, version, error)
}

/** The text of a CALLRESULTERROR, which only 2.1 has: the station's answer to our CALL was unusable. (F-04) */
export function writeResultError(id: Id, error: ErrorToWrite): string {
  return errorText(5, id, '2.1', error)
}

function errorText(type: 4 | 5, id: Id, version: OcppVersion, error: ErrorToWrite): string {
  const description = (error.description ?? '').slice(0, 255).toWellFormed()
  return JSON.stringify([type, id, errorCode(error.kind, version), description, error.details ?? {}])
}

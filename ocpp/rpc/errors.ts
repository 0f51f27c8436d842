import type { OcppVersion } from './version.ts'

/** What went wrong with a message, in words that belong to no version. */
export type FaultKind =
  | 'unreadable'
  | 'unknown-message-type'
  | 'not-implemented'
  | 'not-supported'
  | 'format'
  | 'property'
  | 'occurrence'
  | 'type'
  | 'protocol'
  | 'security'
  | 'busy'
  | 'internal'
  | 'generic'

/**
 * The CALLERROR code of a fault, spelled as this version spells it. (F-01)
 *
 * 1.6 keeps its two odd spellings and never sees a code that its table lacks:
 * strict stations refuse such a CALLERROR or resend their message for ever.
 */
export function errorCode(kind: FaultKind, version: OcppVersion): string {
  return version === '1.6' ? codes16[kind] : codes2x[kind]
}

/**
 * Reads the code of a station's CALLERROR: any version's spelling on any version, case ignored.
 * A code nobody knows is `generic`; the station's own text is always kept beside it. (F-01)
 */
export function readErrorCode(text: string): { kind: FaultKind; text: string } {
  return { kind: kindByCode.get(text.trim().toLowerCase()) ?? 'generic', text }
}

/** Whether this version has the code, spelled like this. */
export function isErrorCode(text: string, version: OcppVersion): boolean {
  return (version === '1.6' ? names16 : names2x).has(text)
}

/** Thrown by a handler to answer a CALL with a CALLERROR. A business "no" is a normal answer instead. (F-03) */
export class CallFault extends Error {
  readonly kind: FaultKind
  readonly details: Record<string, unknown>

  constructor(kind: FaultKind, description = '', details: Record<string, unknown> = {}) {
    super(description)
    this.name = 'CallFault'
    this.kind = kind
    this.details = details
  }
}

const codes16: Record<FaultKind, string> = {
  unreadable: 'GenericError',
  'unknown-message-type': 'GenericError',
  'not-implemented': 'NotImplemented',
  'not-supported': 'NotSupported',
  format: 'FormationViolation',
  property: 'PropertyConstraintViolation',
  occurrence: 'OccurenceConstraintViolation',
  type: 'TypeConstraintViolation',
  protocol: 'ProtocolError',
  security: 'SecurityError',
  busy: 'GenericError',
  internal: 'InternalError',
  generic: 'GenericError',
}

const codes2x: Record<FaultKind, string> = {
  ...codes16,
  unreadable: 'RpcFrameworkError',
  'unknown-message-type': 'MessageTypeNotSupported',
  format: 'FormatViolation',
  occurrence: 'OccurrenceConstraintViolation',
  busy: 'RpcFrameworkError',
}

const names16 = new Set(Object.values(codes16))
const names2x = new Set(Object.values(codes2x))

const kindByCode = new Map<string, FaultKind>([
  ['rpcframeworkerror', 'unreadable'],
  ['messagetypenotsupported', 'unknown-message-type'],
  ['notimplemented', 'not-implemented'],
  ['notsupported', 'not-supported'],
  ['formationviolation', 'format'],
  ['formatviolation', 'format'],
  ['propertyconstraintviolation', 'property'],
  ['occurenceconstraintviolation', 'occurrence'],
  ['occurrenceconstraintviolation', 'occurrence'],
  ['typeconstraintviolation', 'type'],
  ['protocolerror', 'protocol'],
  ['securityerror', 'security'],
  ['internalerror', 'internal'],
  ['genericerror', 'generic'],
])

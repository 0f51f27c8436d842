import type { FaultKind } from './errors.ts'
import { hasUnstorableText, isTooDeep, removeProtoKeys, storable } from './json-text.ts'
import { noRepairs, type Repair, type RepairRule } from './repair-rules.ts'
import type { OcppVersion } from './version.ts'
import { writeError, writeResultError } from './write-frame.ts'

/** A message id as received: a number is answered with the same number. (F-12) */
export type MessageId = string | number

type Read = { id: MessageId; repairs: readonly Repair[] }

export type CallFrame = Read & { kind: 'call' | 'send'; action: string; payload: unknown }
export type ResultFrame = Read & { kind: 'result'; payload: unknown }
export type ErrorFrame = Read & {
  kind: 'error' | 'result-error'
  code: string
  description: string
  details: Record<string, unknown>
}

/** A message of no consequence: an empty text, or a message type this version tells us to ignore. */
export type IgnoredFrame = { kind: 'ignored'; why: 'empty' | 'unknown-message-type' }

export type Frame = CallFrame | ResultFrame | ErrorFrame | IgnoredFrame

/** A text that is no usable frame. `answer` is what to write back, null where the standard wants silence. */
export type FrameFault = {
  kind: 'fault'
  fault: FaultKind
  description: string
  about: Exclude<Frame['kind'], 'ignored'> | 'unknown'
  id: MessageId | null
  action: string | null
  answer: string | null
}

/**
 * Reads one text frame. It never throws, whatever the text: what cannot be used comes back as a fault
 * that carries its answer. The payload is not checked against any schema here.
 */
export function readFrame(text: string, version: OcppVersion): Frame | FrameFault {
  const hasBom = text.charCodeAt(0) === 0xfeff
  const json = hasBom ? text.slice(1) : text
  if (json.trim() === '') return { kind: 'ignored', why: 'empty' }
  if (isTooDeep(json)) return tooDeep(json, version)

  const parsed = parse(json)
  if (!Array.isArray(parsed)) {
    return fault(version, { about: 'unknown', id: null, kind: 'unreadable', description: 'not a JSON array' })
  }

  const repairs: RepairRule[] = hasBom ? ['bom-stripped'] : []
  if ((json.includes('__proto__') || json.includes('\\u')) && removeProtoKeys(parsed)) repairs.push('proto-key-removed')
  const isUnstorable = (json.includes('\\u') && hasUnstorableText(parsed)) || !json.isWellFormed()

  return readElements({ elements: parsed, repairs, version, isUnstorable })
}

type Reading = { elements: unknown[]; repairs: RepairRule[]; version: OcppVersion; isUnstorable: boolean }

function readElements(reading: Reading): Frame | FrameFault {
  const { elements, repairs, version, isUnstorable } = reading
  const about = aboutOf(elements[0], version)
  const id = readId(elements[1], isUnstorable)

  if (about === 'unknown') return unknownType(version, id)
  if (id === null) return fault(version, { about, id, kind: 'unreadable', description: 'unreadable message id' })
  if (typeof id === 'number') repairs.push('id-number')
  else if (id.length > 36) repairs.push('id-too-long')

  if (about === 'error' || about === 'result-error') return readError(about, id, elements, repairs)
  if (isUnstorable) {
    const action = about === 'result' ? null : storableAction(elements[2])
    return fault(version, { about, id, action, kind: 'format', description: 'U+0000 or a lone surrogate' })
  }
  if (about === 'result') {
    return { kind: about, id, payload: payloadAt(2, elements, repairs), repairs: asRepairs(repairs) }
  }

  const action = elements[2]
  if (typeof action !== 'string' || action === '') {
    return fault(version, { about, id, kind: 'protocol', description: 'no action' })
  }
  return { kind: about, id, action, payload: payloadAt(3, elements, repairs), repairs: asRepairs(repairs) }
}

function readError(
  kind: 'error' | 'result-error',
  id: MessageId,
  [, , code, description, details, ...rest]: unknown[],
  repairs: RepairRule[],
): ErrorFrame {
  if (rest.length > 0) repairs.push('extra-elements-ignored')
  return {
    kind,
    id,
    code: typeof code === 'string' ? storable(code.slice(0, longestText)) : '',
    description: typeof description === 'string' ? storable(description.slice(0, longestText)) : '',
    details: isObject(details) && !hasUnstorableText(details) ? details : {},
    repairs: asRepairs(repairs),
  }
}

// stations without arguments send null or nothing at all.
function payloadAt(index: number, elements: unknown[], repairs: RepairRule[]): unknown {
  if (elements.length > index + 1) repairs.push('extra-elements-ignored')
  const payload = elements[index]
  if (payload !== null && payload !== undefined) return payload
  repairs.push('payload-missing')
  return {}
}

// F-12: strings up to 64 are tolerated, and whole numbers that survive a round trip through JSON.
function readId(value: unknown, isUnstorable: boolean): MessageId | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null
  if (typeof value !== 'string' || value.length > 64) return null
  return isUnstorable && hasUnstorableText(value) ? null : value
}

function aboutOf(type: unknown, version: OcppVersion): FrameFault['about'] {
  if (type === 2) return 'call'
  if (type === 3) return 'result'
  if (type === 4) return 'error'
  if (version !== '2.1') return 'unknown'
  if (type === 5) return 'result-error'
  return type === 6 ? 'send' : 'unknown'
}

// J16 §4.1.3 and J21 §4.4 ignore what they do not know, J201 §4.4 answers it.
function unknownType(version: OcppVersion, id: MessageId | null): IgnoredFrame | FrameFault {
  if (version !== '2.0.1') return { kind: 'ignored', why: 'unknown-message-type' }
  return fault(version, { about: 'unknown', id, kind: 'unknown-message-type', description: 'unknown message type' })
}

// S12: too deep to be parsed at all, so the id is taken from the head of the text.
function tooDeep(text: string, version: OcppVersion): FrameFault {
  const [, type, idText] = /^\s*\[\s*(\d+)\s*,\s*("(?:[^"\\]|\\.){0,64}"|\d{1,16})\s*,/.exec(text) ?? []
  const about = aboutOf(Number(type), version)
  const id = readId(idText === undefined ? null : parse(idText), true)
  const isReadable = about !== 'unknown' && id !== null
  return fault(version, {
    about,
    id: isReadable ? id : null,
    kind: isReadable ? 'format' : 'unreadable',
    description: 'nested too deeply',
  })
}

type Complaint = Pick<FrameFault, 'about' | 'id' | 'description'> & { kind: FaultKind; action?: string | null }

function fault(version: OcppVersion, complaint: Complaint): FrameFault {
  const { about, id, kind, description, action = null } = complaint
  return { kind: 'fault', fault: kind, description, about, id, action, answer: answerTo(version, complaint) }
}

/**
 * Table 3.2, first row: on 1.6 only what has an id is answered, on 2.x the id "-1" stands for one we cannot read.
 * Answers of the station are never answered, except that 2.1 has a message for an unusable CALLRESULT (F-04).
 */
function answerTo(version: OcppVersion, { about, id, kind, description }: Complaint): string | null {
  if (about === 'result' && version === '2.1' && id !== null) return writeResultError(id, { kind, description })
  if (about !== 'call' && about !== 'unknown') return null // F-05 for SEND
  if (id !== null) return writeError(id, version, { kind, description })
  return version === '1.6' ? null : writeError('-1', version, { kind, description })
}

function storableAction(value: unknown): string | null {
  return typeof value === 'string' && !hasUnstorableText(value) ? value : null
}

function asRepairs(rules: RepairRule[]): readonly Repair[] {
  return rules.length === 0 ? noRepairs : rules.map((rule) => ({ rule, path: '', count: 1 }))
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Error texts are read up to the length we write ourselves. */
const longestText = 255

import { type Card, type CardDetails, type CardField, cardFault, type NewCard } from '../authorization/card.ts'
import { changedFields } from '../authorization/change-card.ts'
import { foldUid, type TokenType } from '../authorization/token.ts'
import type { Uses } from '../context.ts'
import { Problem } from '../errors.ts'
import {
  type BadLine,
  Candidates,
  type ImportFile,
  type ImportLine,
  type ImportOptions,
  type ImportReport,
  inParts,
} from './import-report.ts'

export type CardColumn = 'uid' | 'type' | 'status' | 'valid_until' | 'vehicle' | 'group' | 'visual_number' | 'note'

/**
 * Adds the cards of a table and changes those that the tenant has already, in one transaction. A column that is missing
 * leaves what is known as it is; an empty cell takes it away.
 */
export async function importCards(
  ctx: Uses<'transaction'>,
  file: ImportFile<CardColumn>,
  options: ImportOptions,
): Promise<ImportReport> {
  const cards = new Candidates(file, (line) => readCard(line, file.columns))
  cards.refuseRepeated('uid', keyOf)

  return ctx.transaction(async (tx) => {
    const known = new Map<string, Card>()
    for (const part of inParts(cards.rows, partSize)) {
      for (const card of await tx.cards.findAll(part.map(([, row]) => row))) known.set(keyOf(card), card)
    }
    const added: NewCard[] = []
    const changed: (CardDetails & { id: number })[] = []
    for (const [, row] of cards.rows) {
      const card = known.get(keyOf(row))
      if (!card) added.push({ ...blank, ...row.details, uid: row.uid, type: row.type })
      else if (changedFields(card, row.details).length > 0) changed.push({ ...card, ...row.details })
    }
    const unchanged = cards.rows.length - added.length - changed.length
    const counts = { imported: added.length, changed: changed.length, unchanged }
    const report = cards.report(counts, options)
    if (!cards.mayWrite(options) || added.length + changed.length === 0) return report

    for (const part of inParts(added, partSize)) {
      if ((await tx.cards.addAll(part)) < part.length) throw meanwhile()
    }
    for (const part of inParts(changed, partSize)) await tx.cards.changeAll(part)
    await tx.audit('tokens.imported', `${cards.total} lines`, { ...counts, bad: report.badLines })
    return report
  })
}

type CardRow = { uid: string; type: TokenType; details: Partial<CardDetails> }

function readCard({ cells }: ImportLine<CardColumn>, columns: ReadonlySet<CardColumn>): CardRow | Fault {
  const uid = cells.uid ?? ''
  const type = types.find((one) => one === (cells.type ?? 'RFID').toUpperCase())
  if (!type) return { column: 'type', message: `A type is one of ${types.join(', ')}.` }
  const status = (cells.status ?? 'active').toLowerCase()
  if (status !== 'active' && status !== 'blocked') {
    return {
      column: 'status',
      message: 'A status is active or blocked; an expired card has a valid_until that is past.',
    }
  }
  const validUntil = cells.valid_until === undefined ? null : instantFrom(cells.valid_until)
  if (validUntil === undefined) {
    return { column: 'valid_until', message: 'This is no moment with its offset, such as 2027-01-31T12:00:00Z.' }
  }
  const details: CardDetails = {
    blocked: status === 'blocked',
    validUntil,
    vehicleId: cells.vehicle ?? null,
    groupId: cells.group ?? null,
    visualNumber: cells.visual_number ?? null,
    note: cells.note ?? null,
  }
  const fault = cardFault({ uid, ...details })
  if (fault) return { column: columnOf[fault.field], message: fault.message }
  const said = Object.entries(details).filter(([field]) => columns.has(columnOf[field as keyof CardDetails]))
  return { uid, type, details: Object.fromEntries(said) }
}

type Fault = Omit<BadLine, 'line'>

const columnOf: Record<keyof CardDetails | CardField, CardColumn> = {
  uid: 'uid',
  blocked: 'status',
  validUntil: 'valid_until',
  vehicleId: 'vehicle',
  groupId: 'group',
  visualNumber: 'visual_number',
  note: 'note',
}

const types = ['RFID', 'APP_USER', 'AD_HOC_USER', 'OTHER'] as const satisfies readonly TokenType[]

const blank: CardDetails = {
  blocked: false,
  validUntil: null,
  vehicleId: null,
  groupId: null,
  visualNumber: null,
  note: null,
}

/** Undefined when it is none, or one that no calendar of ours reaches. Milliseconds are all that is kept. */
function instantFrom(text: string): Temporal.Instant | undefined {
  try {
    const instant = Temporal.Instant.from(text).round({ smallestUnit: 'millisecond', roundingMode: 'trunc' })
    const { year } = instant.toZonedDateTimeISO('UTC')
    return year >= 1970 && year <= 9999 ? instant : undefined
  } catch {
    return undefined
  }
}

function keyOf({ uid, type }: { uid: string; type: TokenType }): string {
  return `${type} ${foldUid(uid)}`
}

function meanwhile(): Problem {
  return new Problem('token_exists', 'Somebody else changed cards of this file at the same time: nothing was changed.')
}

const partSize = 5_000

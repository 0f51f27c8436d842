import type { HashSecret } from '../access/credentials.ts'
import { identityFault, isEvseCount, isName, makePassword, passwordFault } from '../chargers/add-charger.ts'
import { foldIdentity } from '../chargers/charger.ts'
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

export type ChargerColumn = 'identity' | 'name' | 'evses' | 'password' | 'time_zone' | 'security_profile'

/** What an import writes and compares of a charger. */
export type ImportedCharger = {
  identity: string
  name: string | null
  evses: number
  timeZone: string | null
  securityProfile: number
  passwordHash: Buffer | null
}

export type ChargerImportWriter = {
  /** Chargers of these identities, whatever their case; removed ones are left out. The rows are locked. */
  findAll(identities: readonly string[]): Promise<(ImportedCharger & { id: number })[]>
  /** How many were added; fewer than asked when somebody else has added some meanwhile. */
  addAll(chargers: readonly ImportedCharger[]): Promise<number>
  rename(chargers: readonly { id: number; name: string | null }[]): Promise<void>
}

/** Passwords that were made are here, once; those of the file are not. */
export type ChargerImportReport = ImportReport & { added: { identity: string; password: string | null }[] }

/**
 * Adds the chargers of a table, in one transaction. A charger that the tenant has already is left as it is, but for its
 * name; a line that says anything else of it is refused.
 */
export async function importChargers(
  ctx: Uses<'transaction'> & { hashSecret: HashSecret },
  file: ImportFile<ChargerColumn>,
  options: ImportOptions,
): Promise<ChargerImportReport> {
  const chargers = new Candidates(file, (line) => readCharger(line, file.columns))
  chargers.refuseRepeated('identity', ({ identity }) => foldIdentity(identity))

  return ctx.transaction(async (tx) => {
    const known = new Map<string, ImportedCharger & { id: number }>()
    for (const part of inParts(chargers.rows, partSize)) {
      const found = await tx.chargerImport.findAll(part.map(([, row]) => row.identity))
      for (const charger of found) known.set(foldIdentity(charger.identity), charger)
    }
    const added: ChargerRow[] = []
    const renamed: { id: number; name: string | null }[] = []
    for (const [line, row] of chargers.rows) {
      const charger = known.get(foldIdentity(row.identity))
      const fault = charger ? differenceTo(charger, row, ctx.hashSecret) : faultOfNew(row)
      if (fault) chargers.refuse(line, fault.column, fault.message)
      else if (!charger) added.push(row)
      else if (row.name !== undefined && row.name !== (charger.name?.trim() ?? null))
        renamed.push({ id: charger.id, name: row.name })
    }
    const unchanged = chargers.rows.length - added.length - renamed.length
    const counts = { imported: added.length, changed: renamed.length, unchanged }
    const report = chargers.report(counts, options)
    if (!chargers.mayWrite(options) || added.length + renamed.length === 0) return { ...report, added: [] }

    const withPasswords = added.map((row) => ({ row, made: row.password === undefined ? makePassword() : null }))
    for (const part of inParts(withPasswords, partSize)) {
      const rows = part.map(({ row, made }) => newCharger(row, ctx.hashSecret(row.password ?? made!)))
      if ((await tx.chargerImport.addAll(rows)) < rows.length) throw meanwhile()
    }
    for (const part of inParts(renamed, partSize)) await tx.chargerImport.rename(part)
    await tx.audit('chargers.imported', `${chargers.total} lines`, { ...counts, bad: report.badLines })
    return { ...report, added: withPasswords.map(({ row, made }) => ({ identity: row.identity, password: made })) }
  })
}

/** What the line says; what it does not say is not there. */
type ChargerRow = {
  identity: string
  name?: string | null
  evses?: number
  password?: string
  timeZone?: string
  securityProfile?: number
}

type Fault = Omit<BadLine, 'line'>

function readCharger({ cells }: ImportLine<ChargerColumn>, columns: ReadonlySet<ChargerColumn>): ChargerRow | Fault {
  const { identity = '', name, evses, password, time_zone: timeZone, security_profile: profile } = cells
  const faults: [ChargerColumn, string | null][] = [
    ['identity', identityFault(identity)],
    ['name', name === undefined || isName(name) ? null : 'A name has 1 to 100 printable characters.'],
    ['evses', evses === undefined || isEvseCount(wholeFrom(evses)) ? null : 'A charger has 1 to 100 EVSEs.'],
    ['password', password === undefined ? null : passwordFault(password, identity)],
    [
      'time_zone',
      timeZone === undefined || isTimeZone(timeZone) ? null : 'This is no time zone such as Europe/Berlin.',
    ],
    ['security_profile', profile === undefined || /^[0-3]$/.test(profile) ? null : 'A security profile is 1, 2 or 3.'],
  ]
  const [first] = faults.filter((fault): fault is [ChargerColumn, string] => fault[1] !== null)
  if (first) return { column: first[0], message: first[1] }
  return {
    identity,
    ...(columns.has('name') && { name: name ?? null }),
    ...(evses !== undefined && { evses: wholeFrom(evses) }),
    ...(password !== undefined && { password }),
    ...(timeZone !== undefined && { timeZone }),
    ...(profile !== undefined && { securityProfile: Number(profile) }),
  }
}

// Whoever may come in without a password is not decided by a table.
function faultOfNew({ securityProfile }: ChargerRow): Fault | null {
  return securityProfile === 0
    ? { column: 'security_profile', message: 'A new charger needs profile 1, 2 or 3.' }
    : null
}

function differenceTo(charger: ImportedCharger, row: ChargerRow, hashSecret: HashSecret): Fault | null {
  const exists = 'This charger exists already, with'
  if (row.evses !== undefined && row.evses !== charger.evses) {
    return { column: 'evses', message: `${exists} ${charger.evses} EVSEs; an import changes names only.` }
  }
  if (row.timeZone !== undefined && row.timeZone !== charger.timeZone) {
    return { column: 'time_zone', message: `${exists} another time zone; an import changes names only.` }
  }
  if (row.securityProfile !== undefined && row.securityProfile !== charger.securityProfile) {
    return { column: 'security_profile', message: `${exists} another security profile; an import changes names only.` }
  }
  if (row.password !== undefined && !(charger.passwordHash?.equals(hashSecret(row.password)) ?? false)) {
    return { column: 'password', message: `${exists} another password; an import changes names only.` }
  }
  return null
}

function newCharger(
  { identity, name, evses, timeZone, securityProfile }: ChargerRow,
  passwordHash: Buffer,
): ImportedCharger {
  return {
    identity,
    name: name ?? null,
    evses: evses ?? 1,
    timeZone: timeZone ?? null,
    securityProfile: securityProfile ?? 1,
    passwordHash,
  }
}

function wholeFrom(text: string): number {
  return /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN
}

function isTimeZone(text: string): boolean {
  // An offset is none: it knows no summer.
  if (!/^[A-Za-z]/.test(text) || text.length > 64) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

function meanwhile(): Problem {
  return new Problem(
    'charger_exists',
    'Somebody else added chargers of this file at the same time: nothing was changed.',
  )
}

const partSize = 2_000

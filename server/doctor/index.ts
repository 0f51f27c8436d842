import { inspect } from '#storage/inspect.ts'
import { backups } from './checks/backups.ts'
import { certificates } from './checks/certificates.ts'
import { chargers } from './checks/chargers.ts'
import { clocks } from './checks/clocks.ts'
import { dataFolder } from './checks/data-folder.ts'
import { durability } from './checks/durability.ts'
import { exposure } from './checks/exposure.ts'
import { keyFits } from './checks/key-fits.ts'
import { listening } from './checks/listening.ts'
import { memory } from './checks/memory.ts'
import { migrations } from './checks/migrations.ts'
import { partitions } from './checks/partitions.ts'
import { program } from './checks/program.ts'
import { quarantine } from './checks/quarantine.ts'
import { roles } from './checks/roles.ts'
import { sealingKeyFile } from './checks/sealing-key-file.ts'
import { sessions } from './checks/sessions.ts'
import { sizes } from './checks/sizes.ts'
import { transactions } from './checks/transactions.ts'
import { databaseVersion } from './checks/version.ts'
import type { Check, DatabaseCheck, Finding, Patient } from './finding.ts'

const checks: readonly Check[] = [program, memory, dataFolder, sealingKeyFile, listening, exposure, backups]

const databaseChecks: readonly DatabaseCheck[] = [databaseVersion, durability, migrations, clocks, transactions]

/** Of a database that holds an installation. */
const contentChecks: readonly DatabaseCheck[] = [
  roles,
  keyFits,
  partitions,
  sizes,
  certificates,
  chargers,
  sessions,
  quarantine,
]

/** Looks at everything, and always answers: what cannot be looked at is a finding too. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await found(check.name, () => check.look(patient))))
  return [...findings, ...(await examineDatabase(patient))]
}

async function examineDatabase(patient: Patient): Promise<Finding[]> {
  const { url } = patient
  if (url === null) return []
  try {
    return await inspect(url, async (owner) => {
      const findings: Finding[] = [{ check: 'database', state: 'ok', says: 'The database answers.' }]
      const { rows } = await owner.query(`select from pg_class where oid = to_regclass('public.tenant')`)
      for (const check of rows.length > 0 ? [...databaseChecks, ...contentChecks] : databaseChecks) {
        findings.push(...(await found(check.name, () => check.look(owner, patient))))
      }
      return findings
    })
  } catch (error) {
    return [unreachable(error)]
  }
}

/** Of a database that does not answer. */
export function unreachable(error: unknown): Finding {
  const { message, code } = error as { message?: string; code?: string }
  return {
    check: 'database',
    state: 'bad',
    says: `The database does not answer (${message || code}).`,
    todo: 'Check DATABASE_URL and whether PostgreSQL runs; postgres.log in the data folder says more of the embedded one.',
  }
}

async function found(name: string, look: () => Promise<Omit<Finding, 'check'>[]>): Promise<Finding[]> {
  try {
    return (await look()).map((one) => ({ check: name, ...one }))
  } catch (error) {
    const says = `This could not be looked at (${(error as Error).message}).`
    return [{ check: name, state: 'warn', says, todo: 'Put right what else is wrong, and ask again.' }]
  }
}

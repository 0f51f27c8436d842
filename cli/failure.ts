import { Problem } from '#core/errors.ts'
import { OperationFailed } from '#server/admin-socket.ts'
import { ConfigError } from '#server/read-config.ts'
import { SealingKeyError } from '#server/sealing-key.ts'
import { Refused, UsageError } from './command.ts'

export type Failure = { exitCode: 1 | 2 | 70; code: string; message: string; hint?: string; stack?: string }

/** What an error means to the user of the command line. Only our own faults have a stack. */
export function failureOf(error: unknown, commandName: string): Failure {
  const hint = `See "voltyard help${commandName === '' ? '' : ` ${commandName}`}".`
  if (error instanceof UsageError) return { exitCode: 2, code: 'usage', message: error.message, hint }
  if (error instanceof ConfigError) return { exitCode: 2, code: 'settings', message: error.message }
  if (error instanceof OperationFailed) {
    const { kind, code, message } = error.refusal
    return kind === 'usage' ? { exitCode: 2, code, message, hint } : { exitCode: exitCodes[kind], code, message }
  }
  if (error instanceof Problem || error instanceof Refused) {
    return { exitCode: 1, code: error.code, message: error.message }
  }
  if (error instanceof Error && (error instanceof SealingKeyError || refusals.has(error.name))) {
    return { exitCode: 1, code: 'cannot_start', message: error.message }
  }
  if (error instanceof Error && error.name === 'BackupError') {
    return { exitCode: 1, code: (error as Error & { code: string }).code, message: error.message }
  }
  const outOfReach = databaseOutOfReach(error)
  return outOfReach ? { exitCode: 1, code: 'storage_unavailable', message: outOfReach } : faultOf(error)
}

const exitCodes = { refused: 1, internal: 70 } as const

// Said in a sentence for the operator, by parts that the command line does not import.
const refusals = new Set(['DatabaseError', 'EmbeddedPostgresError', 'MigrationError'])

/** The everyday mistakes with DATABASE_URL, in the words of the system or of PostgreSQL. */
function databaseOutOfReach(error: unknown): string | undefined {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const isNetwork = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(code)
  // Wrong password, not allowed from here, no such database.
  const isRefused = ['28P01', '28000', '3D000'].includes(code)
  if (!isNetwork && !isRefused) return undefined
  return `The database cannot be used (${message || code}): check DATABASE_URL and whether PostgreSQL runs.`
}

function faultOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return {
    exitCode: 70,
    code: 'internal',
    message: `This is a fault of Voltyard, please report it: ${message}`,
    ...(stack !== undefined && { stack }),
  }
}

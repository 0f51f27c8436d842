import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Secrets } from '../secrets.ts'

/** `info` is worth knowing and needs nothing. */
export type State = 'ok' | 'info' | 'warn' | 'bad'

/** What a check found, in plain words; `todo` says what helps. */
export type Finding = { check: string; state: State; says: string; todo?: string }

export type Patient = {
  config: Config
  /** Null when there is no database to ask. */
  url: string | null
  secrets: Secrets | null
  /** Whether the server examines itself. */
  server: 'this' | 'none'
}

type Found = Omit<Finding, 'check'>

/** One look at the installation. A check that throws becomes a finding of its own. */
export type Check = { name: string; look(patient: Patient): Promise<Found[]> }

/** One look at its database. */
export type DatabaseCheck = { name: string; look(owner: pg.Client, patient: Patient): Promise<Found[]> }

export function ok(says: string): Found {
  return { state: 'ok', says }
}

export function info(says: string, todo?: string): Found {
  return { state: 'info', says, ...(todo !== undefined && { todo }) }
}

export function warn(says: string, todo: string): Found {
  return { state: 'warn', says, todo }
}

export function bad(says: string, todo: string): Found {
  return { state: 'bad', says, todo }
}

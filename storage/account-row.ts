import type { Selectable } from 'kysely'
import type { Account, AccountCredentials } from '#core/access/account.ts'
import type { Schema } from './schema.ts'

type Row = Selectable<Schema['account']>

export function accountFrom(row: Row): Account {
  return {
    id: row.id,
    tenant: row.tenant_id,
    login: row.login,
    name: row.name,
    role: row.role,
    language: row.language,
    enabled: row.enabled,
    mustChangePassword: row.must_change_password,
    secondFactor: row.totp_enabled_at !== null,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
  }
}

export function credentialsFrom(row: Row): AccountCredentials {
  return { account: accountFrom(row), passwordHash: row.password_hash, sealedTotpSecret: row.totp_secret_sealed }
}

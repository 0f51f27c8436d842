import type { PipelinedConnection } from './pipelined-connection.ts'

/** Whose ticket this is, before a door knows its tenant. */
export async function tenantOfTicket(reader: PipelinedConnection, hash: Buffer): Promise<number | null> {
  const { rows } = await reader.query<{ tenant_id: number }>(selectTenant, [hash])
  return rows[0]?.tenant_id ?? null
}

const selectTenant = { name: 'tenant_of_ticket', text: 'select tenant_id from file_ticket where hash = $1' }

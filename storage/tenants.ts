import type pg from 'pg'
import { Problem } from '#core/errors.ts'
import type { PipelinedConnection } from './pipelined-connection.ts'

export type Tenant = { id: number; slug: string; name: string }

/** Makes a tenant with its first operator. A Problem when the slug is taken. Needs the owner's connection. */
export async function addTenant(owner: pg.Client, tenant: { slug: string; name: string }): Promise<Tenant> {
  await owner.query('begin')
  try {
    const { rows } = await owner.query<Tenant>(
      'insert into tenant (slug, name) values ($1, $2) on conflict do nothing returning id, slug, name',
      [tenant.slug, tenant.name],
    )
    const added = rows[0]
    if (!added) throw new Problem('tenant_exists', `There is a tenant '${tenant.slug}' already.`, { subject: 'slug' })
    // A placeholder party until the operator takes part in roaming and gets one of its own.
    await owner.query(`insert into operator (tenant_id, country_code, party_id, name) values ($1, 'ZZ', 'VLT', $2)`, [
      added.id,
      tenant.name,
    ])
    await owner.query('commit')
    return added
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

/** All of them, by slug. Needs the owner's connection. */
export async function listTenants(owner: pg.Client): Promise<Tenant[]> {
  const { rows } = await owner.query<Tenant>('select id, slug, name from tenant order by slug')
  return rows
}

/** The first start makes the tenant `default`, so that a newcomer need not know of tenants. */
export async function ensureTenant(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query('select from tenant limit 1')
  if (rows.length > 0) return
  await addTenant(owner, { slug: 'default', name: 'Default' }).catch((error) => {
    if (!(error instanceof Problem)) throw error
  })
}

/**
 * The named tenant, or the only one when none is named. A Problem when there is no such tenant, or when several make
 * the name necessary.
 */
export async function findTenant(reader: PipelinedConnection, slug: string | undefined): Promise<Tenant> {
  const { rows } = await reader.query<Tenant>(selectTenant, [slug ?? null])
  if (rows.length === 1) return rows[0]!
  if (slug !== undefined) throw new Problem('tenant_not_found', `There is no tenant '${slug}'.`, { subject: 'tenant' })
  throw new Problem(
    'tenant_not_found',
    rows.length === 0
      ? 'There is no tenant yet. Add one with `voltyard tenant add`.'
      : 'There are several tenants. Name one with --tenant: `voltyard tenant list` shows them.',
    { subject: 'tenant' },
  )
}

const selectTenant = {
  name: 'tenant_by_slug',
  text: 'select id, slug, name from tenant where $1::text is null or slug = $1 order by id limit 2',
}

import type { PipelinedConnection } from './pipelined-connection.ts'

/** Ends the errands whose charger has said nothing in time, of all tenants; says how many. */
export async function expireErrands(reader: PipelinedConnection): Promise<number> {
  const { rowCount } = await reader.query(expire, [])
  return rowCount ?? 0
}

const expire = {
  name: 'expire_errands',
  text: `with ended as (
           update errand set state = 'expired', ended_at = server_time()
            where state = 'open' and deadline_at < server_time()
           returning tenant_id, id)
         insert into errand_step (tenant_id, errand_id, progress) select tenant_id, id, 'expired' from ended`,
}

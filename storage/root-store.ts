import type { RootStanding } from '#core/certificates/root-rotation.ts'
import { columns, type OwnCertificateRow, type Owner } from './certificate-own.ts'

/** A root of the installation's own authority. The two of one generation are used together. */
export type RootRow = OwnCertificateRow & {
  generation: number
  standing: RootStanding
  standingSince: Temporal.Instant
}

/** All that are not ended, the newest generation first. */
export async function loadRoots({ asOwner }: Owner): Promise<RootRow[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<RootRow>(
      `select ${columns}, generation, standing, standing_since as "standingSince" from own_certificate
        where kind = 'root' and standing <> 'ended' order by generation desc, algorithm`,
    )
    return rows
  })
}

/** The number that the next generation gets; those that are ended count. */
export async function nextGeneration({ asOwner }: Owner): Promise<number> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<{ next: number }>(
      `select coalesce(max(generation), 0) + 1 as next from own_certificate where kind = 'root'`,
    )
    return rows[0]!.next
  })
}

/** Of two nodes that add a root at once, the first one's is kept. */
export async function addRoots(
  { asOwner }: Owner,
  roots: readonly OwnCertificateRow[],
  { generation, standing }: Pick<RootRow, 'generation' | 'standing'>,
): Promise<void> {
  await asOwner(async (owner) => {
    await owner.query('begin')
    for (const { algorithm, certificate, sealedKey, notAfter } of roots) {
      await owner.query(
        `insert into own_certificate (kind, algorithm, certificate, private_key_sealed, not_after, generation, standing)
         values ('root', $1, $2, $3, $4, $5, $6) on conflict do nothing`,
        [algorithm, certificate, sealedKey, notAfter.toString(), generation, standing],
      )
    }
    await owner.query('commit')
  })
}

export type RootTurn = { generation: number; from: RootStanding; to: RootStanding | 'ended' }

/** Changes the standing of generations, all or none. False when one of them stood elsewhere by now. */
export async function turnRoots({ asOwner }: Owner, turns: readonly RootTurn[]): Promise<boolean> {
  return asOwner(async (owner) => {
    await owner.query('begin')
    for (const { generation, from, to } of turns) {
      const { rowCount } = await owner.query(
        `update own_certificate
            set standing = $3, standing_since = server_time(),
                private_key_sealed = case when $3 = 'ended' then '' else private_key_sealed end
          where kind = 'root' and generation = $1 and standing = $2`,
        [generation, from, to],
      )
      if (rowCount === 0) {
        await owner.query('rollback')
        return false
      }
    }
    await owner.query('commit')
    return true
  })
}

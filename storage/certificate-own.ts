import type { Database } from './database.ts'

/** A certificate of the installation itself, with its private key sealed. */
export type OwnCertificateRow = {
  algorithm: 'ecdsa' | 'rsa'
  certificate: string
  sealedKey: Buffer
  notAfter: Temporal.Instant
}

export type Owner = Pick<Database, 'asOwner'>

/** The newest listener certificates for these names, one of each algorithm. */
export async function loadListenerCertificates({ asOwner }: Owner, names: string): Promise<OwnCertificateRow[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<OwnCertificateRow>(
      `select distinct on (algorithm) ${columns} from own_certificate
        where kind = 'listener' and names = $1 order by algorithm, not_after desc, id desc`,
      [names],
    )
    return rows
  })
}

/** Takes the place of those that it replaces. */
export async function addListenerCertificate(
  { asOwner }: Owner,
  names: string,
  { algorithm, certificate, sealedKey, notAfter }: OwnCertificateRow,
): Promise<void> {
  await asOwner(async (owner) => {
    await owner.query(
      `with added as (
         insert into own_certificate (kind, algorithm, names, certificate, private_key_sealed, not_after)
         values ('listener', $1, $2, $3, $4, $5) returning id)
       delete from own_certificate where kind = 'listener' and algorithm = $1 and names = $2`,
      [algorithm, names, certificate, sealedKey, notAfter.toString()],
    )
  })
}

export const columns = `algorithm, certificate, private_key_sealed as "sealedKey", not_after as "notAfter"`

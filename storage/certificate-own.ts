import type { Database } from './database.ts'

/** A certificate of the installation itself, with its private key sealed. */
export type OwnCertificateRow = {
  algorithm: 'ecdsa' | 'rsa'
  certificate: string
  sealedKey: Buffer
  notAfter: Temporal.Instant
}

type Owner = Pick<Database, 'asOwner'>

/** The roots of the installation's certificate authority. */
export async function loadRoots({ asOwner }: Owner): Promise<OwnCertificateRow[]> {
  return asOwner(async (owner) => {
    const { rows } = await owner.query<OwnCertificateRow>(`select ${columns} from own_certificate where kind = 'root'`)
    return rows
  })
}

/** Of two nodes that add a root at once, the first one's is kept. */
export async function addRoot({ asOwner }: Owner, { algorithm, certificate, sealedKey, notAfter }: OwnCertificateRow) {
  await asOwner((owner) =>
    owner.query(
      `insert into own_certificate (kind, algorithm, certificate, private_key_sealed, not_after)
       values ('root', $1, $2, $3, $4) on conflict do nothing`,
      [algorithm, certificate, sealedKey, notAfter.toString()],
    ),
  )
}

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

const columns = `algorithm, certificate, private_key_sealed as "sealedKey", not_after as "notAfter"`

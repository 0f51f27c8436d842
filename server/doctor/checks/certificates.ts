import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { daysUntil } from '#core/certificates/expiry-alarm.ts'
import { selectExpiring } from '#storage/certificate-alarms.ts'
import { certificatesIn } from '../../certificates/pem.ts'
import { bad, type DatabaseCheck, info, ok, type Patient, warn } from '../finding.ts'

/** F16, S23: certificates of the installation and of chargers that come to their end. */
export const certificates: DatabaseCheck = {
  name: 'certificates',
  async look(owner, { config }) {
    const now = Temporal.Now.instant()
    const { rows: made } = await owner.query<{ certificate: string }>(
      `select certificate from own_certificate where kind = 'root' and standing <> 'ended'
        union all (select certificate from own_certificate where kind = 'listener' order by id desc limit 2)`,
    )
    const own = [...made.map(({ certificate }) => new X509Certificate(certificate)), ...(await fromFiles(config))]
    const { rows } = await owner.query<{ identity: string; notAfter: Temporal.Instant }>(selectExpiring, [
      now.add({ hours: 24 * 30 }).toString(),
    ])
    return [
      config.tls.port === null
        ? info('Chargers cannot connect over TLS to this server itself.', 'Set VOLTYARD_TLS_PORT, or use a proxy.')
        : ok('Chargers may connect over TLS.'),
      ...own.flatMap((one) => ending(one.subject.replaceAll('\n', ', '), daysUntil(endOf(one), now))),
      ...(rows.length === 0
        ? [ok('No certificate of a charger ends within 30 days.')]
        : [
            warn(
              `The certificates of ${rows.length} chargers end within 30 days: ${rows
                .slice(0, 5)
                .map(({ identity }) => identity)
                .join(', ')}${rows.length > 5 ? ', …' : ''}.`,
              'Have the chargers ask for new ones, before they are not let in any more.',
            ),
          ]),
    ]
  },
}

function ending(subject: string, days: number) {
  const todo = 'Put a new one in its place; the server reads it without a restart.'
  if (days < 0) return [bad(`The certificate ${JSON.stringify(subject)} is over.`, todo)]
  if (days > 60) return []
  const says = `The certificate ${JSON.stringify(subject)} ends in ${Math.floor(days)} days.`
  return [days <= 7 ? bad(says, todo) : warn(says, todo)]
}

async function fromFiles({ tls }: Patient['config']): Promise<X509Certificate[]> {
  const files = [tls.ecdsaCertificate, tls.rsaCertificate, ...tls.clientRoots].filter((file) => file !== null)
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).flatMap(certificatesIn)
}

function endOf({ validToDate }: X509Certificate): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(validToDate.getTime())
}

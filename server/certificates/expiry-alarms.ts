import type { X509Certificate } from 'node:crypto'
import { alarmDays, alarmDue } from '#core/certificates/expiry-alarm.ts'
import type { Log } from '#core/context.ts'
import { type ExpiringCertificate, expiringCertificates, keepAlarm } from '#storage/certificate-alarms.ts'
import type { Database } from '#storage/database.ts'
import { instantOf } from './make-certificate.ts'

/**
 * Tells of certificates that come to their end, those of the installation and those of chargers: each alarm once, in
 * the log and as a fact (F16, S23). Says how many there were.
 */
export async function alarmOfExpiry(
  database: Pick<Database, 'asOwner'>,
  own: readonly X509Certificate[],
  { log, now }: { log: Log; now: Temporal.Instant },
): Promise<number> {
  const horizon = now.add({ hours: 24 * (alarmDays[0] + 1) })
  let given = 0
  for (const one of [...own.map(ownCertificate), ...(await expiringCertificates(database, horizon))]) {
    const days = alarmDue(one.notAfter, now)
    if (days === null || !(await keepAlarm(database, one, days))) continue
    given += 1
    const event = { subject: one.subject, chargerId: one.charger?.id, notAfter: one.notAfter.toString(), days }
    if (days <= 7) log.error(event, days === 0 ? 'a certificate is over' : 'a certificate is about to end')
    else log.warn(event, 'a certificate comes to its end')
  }
  return given
}

function ownCertificate(certificate: X509Certificate): ExpiringCertificate {
  return {
    fingerprint: certificate.fingerprint256,
    subject: certificate.subject.replaceAll('\n', ', '),
    notAfter: instantOf(certificate.validToDate),
    charger: null,
  }
}

import { Button } from '@mantine/core'
import { type Icon, IconAlertTriangle, IconBan, IconCircleCheck, IconQuestionMark } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChargerCertificates } from '../../../../../api/console/wire/certificates.ts'
import { useServerNow } from '../../../clock/use-server-now.ts'
import { formatTime } from '../../../format/format.ts'
import type { Texts } from '../../../i18n/en.ts'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { Instant } from '../../../parts/values.tsx'
import { lifeOf } from './certificate-life.ts'
import classes from './certificates.module.css'

type Use = keyof Texts['certificates']['use']

interface InstalledRowProps {
  certificate: ChargerCertificates['installed'][number]
  isBarred: boolean
  onDelete: () => void
}

/** One certificate in the charger. */
export function InstalledRow({ certificate, isBarred, onDelete }: InstalledRowProps) {
  const { t, i18n } = useTranslation('certificates')
  const { use, subject, hash, notAfter, source, at } = certificate
  const word = i18n.exists(`use.${use}`, { ns: 'certificates' }) ? t(`use.${use as Use}`) : use
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{word}</strong>
        <span>{subject ?? t('nameless')}</span>
        <span className={classes.serial}>{hash.serialNumber}</span>
      </div>
      <div className={classes.words}>
        <Life notAfter={notAfter} />
        <span className={classes.dim}>
          {t(`source.${source}`)} <Instant at={at} />
        </span>
      </div>
      <Needs role="administrator">
        <Button
          size="xs"
          variant="default"
          disabled={isBarred}
          onClick={onDelete}
          aria-label={t('delete.of', { name: subject ?? word })}
        >
          {t('delete.item')}
        </Button>
      </Needs>
    </li>
  )
}

/** One certificate that this server signed for the charger. */
export function IssuedRow({ certificate }: { certificate: ChargerCertificates['issued'][number] }) {
  const { t } = useTranslation('certificates')
  const { kind, commonName, serialNumber, notAfter, issuedAt, revokedAt, revocationReason } = certificate
  return (
    <li className={classes.row}>
      <div className={classes.words}>
        <strong>{t(`kind.${kind}`)}</strong>
        <span>{commonName}</span>
        <span className={classes.serial}>{serialNumber}</span>
      </div>
      <div className={classes.words}>
        {revokedAt === null ? (
          <Life notAfter={notAfter} />
        ) : (
          <>
            <Mark tone="bad" icon={IconBan} label={t('revoked')} />
            <span>
              <Instant at={revokedAt} /> {revocationReason}
            </span>
          </>
        )}
        <span className={classes.dim}>
          {t('issued.at')} <Instant at={issuedAt} />
        </span>
      </div>
    </li>
  )
}

const looks: Record<ReturnType<typeof lifeOf>, { tone: Tone; icon: Icon }> = {
  good: { tone: 'good', icon: IconCircleCheck },
  ending: { tone: 'warn', icon: IconAlertTriangle },
  over: { tone: 'bad', icon: IconAlertTriangle },
  unknown: { tone: 'quiet', icon: IconQuestionMark },
}

function Life({ notAfter }: { notAfter: string | null }) {
  const { t } = useTranslation('certificates')
  const nowMs = useServerNow(3_600_000)
  const life = lifeOf(notAfter, nowMs)
  return <Mark {...looks[life]} label={t(`life.${life}`, { time: notAfter && formatTime(notAfter, { nowMs }) })} />
}

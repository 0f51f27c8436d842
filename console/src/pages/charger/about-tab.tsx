import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { useOcppWords } from '../../i18n/ocpp-words.ts'
import { CopyField } from '../../parts/copy-field.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Instant } from '../../parts/values.tsx'
import { ChargerFirmware } from '../firmware/charger-firmware.tsx'
import { durationWords } from '../session/duration-words.ts'
import classes from './charger.module.css'
import { ocppUrl } from './ocpp-url.ts'

/** A clock that is off by less is right enough. */
const toleratedOffsetSeconds = 10

/** Everything that is known of a charger besides its state. */
export function AboutTab({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('charger')
  const words = useOcppWords()
  const { row, boot, link } = detail
  const { t: tDeviations } = useTranslation('deviations')
  const model = [boot?.vendor, boot?.model, boot?.firmware].filter(Boolean).join(' ')
  const profile = ([0, 1, 2, 3] as const).find((one) => one === detail.securityProfile)
  return (
    <div className={classes.about}>
      <Facts title={t('about.hardware')}>
        {boot === null && row.vendor === null && <p className={classes.dim}>{t('about.notBooted')}</p>}
        <Fact label={t('about.vendor')} value={boot?.vendor ?? row.vendor} />
        <Fact label={t('about.model')} value={boot?.model ?? row.model} />
        <Fact label={t('about.serial')} value={boot?.serial} mono />
        <Fact label={t('about.firmware')} value={boot?.firmware ?? row.firmware} mono />
        <Fact
          label={tDeviations('ofModel.label')}
          value={
            model !== '' && (
              <PageLink to="/deviations" search={{ q: model }}>
                {tDeviations('ofModel.link')}
              </PageLink>
            )
          }
        />
        <Fact label={t('about.meterType')} value={boot?.meterType} />
        <Fact label={t('about.meterSerial')} value={boot?.meterSerial} mono />
        <Fact label={t('about.iccid')} value={boot?.iccid} mono />
        <Fact label={t('about.imsi')} value={boot?.imsi} mono />
        <Fact label={t('about.booted')} value={boot?.at ? <Instant at={boot.at} /> : null} />
        <Fact label={t('about.bootReason')} value={boot?.reason && (words.bootReason(boot.reason) ?? boot.reason)} />
      </Facts>
      <Facts title={t('about.connection')}>
        <Fact label={t('about.version')} value={row.version} />
        <Fact
          label={t('about.security')}
          value={profile === undefined ? String(detail.securityProfile) : t(`about.securityProfile.profile${profile}`)}
        />
        <Fact label={t('about.password')} value={t(detail.hasPassword ? 'about.passwordSet' : 'about.passwordNone')} />
        <Fact label={t('about.clock')} value={useClockText(detail.clockOffsetSeconds)} />
        <Fact label={t('about.address')} value={link?.remoteAddress} mono />
      </Facts>
      <Facts title={t('about.administration')}>
        <Fact label={t('about.name')} value={row.name} />
        <Fact label={t('about.registration')} value={t(`about.registrationWord.${detail.registration}`)} />
        <Fact label={t('about.availability')} value={t(`about.availabilityWord.${detail.commandedAvailability}`)} />
        <Fact label={t('about.zone')} value={detail.timeZone ?? t('about.zoneLearned')} />
        <Fact label={t('about.created')} value={<Instant at={detail.createdAt} />} />
      </Facts>
      <div className={classes.aboutWide}>
        <ChargerFirmware detail={detail} />
      </div>
      <div className={classes.aboutWide}>
        <CopyField label={t('about.identity')} value={row.identity} />
        <CopyField label={t('about.url')} value={ocppUrl(detail.ocppPath, document.baseURI)} />
      </div>
    </div>
  )
}

function useClockText(offsetSeconds: number | null): string | null {
  const { t } = useTranslation('charger')
  if (offsetSeconds === null) return null
  if (Math.abs(offsetSeconds) <= toleratedOffsetSeconds) return t('about.clockRight')
  const offset = durationWords(Math.abs(offsetSeconds) * 1_000)
  return t(offsetSeconds > 0 ? 'about.clockAhead' : 'about.clockBehind', { offset })
}

function Facts({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} className={classes.sectionTitle}>
        {title}
      </Title>
      <dl className={classes.facts}>{children}</dl>
    </section>
  )
}

/** What is not known is left out. */
function Fact({ label, value, mono }: { label: string; value: ReactNode; mono?: boolean }) {
  if (value === null || value === undefined || value === false || value === '') return null
  return (
    <div>
      <dt>{label}</dt>
      <dd data-mono={mono || undefined}>{value}</dd>
    </div>
  )
}

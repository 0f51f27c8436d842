import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SessionDetail } from '../../../../api/console/wire/sessions.ts'
import { formatPower } from '../../format/format.ts'
import { Age } from '../../parts/age.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { Energy, Instant, Power } from '../../parts/values.tsx'
import { SessionDuration, SocRange } from '../sessions/session-bits.tsx'
import { isOpen } from '../sessions/session-rows.ts'
import { placeOf } from './headline.ts'
import classes from './session.module.css'
import { decisionText } from './timeline.tsx'

const methods = ['signed', 'registers', 'meter-start-stop', 'intervals', 'power', 'none'] as const

/** What is known of a session, each with its name. */
export function SessionFacts({ detail }: { detail: SessionDetail }) {
  const { t } = useTranslation('session')
  const { row } = detail
  const method = methods.find((one) => one === detail.energyMethod)
  const open = isOpen(row)
  return (
    <section aria-labelledby="facts-title">
      <Title order={2} className={classes.sectionTitle} id="facts-title">
        {t('facts.title')}
      </Title>
      <dl className={classes.facts}>
        <Fact label={t('facts.charger')}>
          <PageLink to={`/chargers/${row.charger.id}`}>{placeOf(t, row)}</PageLink>
        </Fact>
        <Fact label={t('facts.vehicle')}>
          {row.vehicle !== null && (
            <PageLink to="/vehicles" search={{ q: row.vehicle }}>
              {row.vehicle}
            </PageLink>
          )}
        </Fact>
        <Fact label={t('facts.card')} note={decisionText(t, detail.decision)}>
          {row.card === null ? (
            <span className={classes.dim}>{t('facts.noCard')}</span>
          ) : (
            <PageLink to="/cards" search={{ q: row.card }}>
              <code>{row.card}</code>
            </PageLink>
          )}
        </Fact>
        <Fact label={t('facts.started')}>
          <Instant at={row.startedAt} seconds />
        </Fact>
        <Fact label={t('facts.ended')}>{row.endedAt && <Instant at={row.endedAt} seconds />}</Fact>
        <Fact label={t('facts.duration')}>
          <SessionDuration row={row} />
        </Fact>
        <Fact label={t('facts.plugged')}>{detail.pluggedAt && <Instant at={detail.pluggedAt} seconds />}</Fact>
        <Fact label={t('facts.unplugged')}>{detail.unpluggedAt && <Instant at={detail.unpluggedAt} seconds />}</Fact>
        <Fact
          label={t('facts.energy')}
          note={open ? t('method.open') : method ? t(`method.${method}`) : detail.energyMethod}
        >
          <Energy wattHours={row.energyWh} />
        </Fact>
        {open && (
          <Fact label={t('facts.power')}>
            <Power watts={row.powerW} />
          </Fact>
        )}
        <Fact label={t('facts.average')}>{averageOf(row)}</Fact>
        <Fact label={t('facts.soc')}>
          {(row.initialSoc !== null || row.soc !== null) && <SocRange from={row.initialSoc} to={row.soc} />}
        </Fact>
        <Fact label={t('facts.record')}>
          {row.recordNo ?? (open ? <span className={classes.dim}>{t('facts.recordLater')}</span> : null)}
        </Fact>
        <Fact label={t('facts.wire')} note={t('facts.family', { family: detail.wireFamily })}>
          <code>{detail.wireId}</code>
        </Fact>
        <Fact label={t('facts.inserted')}>{detail.insertedAt && <Instant at={detail.insertedAt} seconds />}</Fact>
        {open && (
          <Fact label={t('facts.lastMessage')}>
            <Age at={detail.lastMessageAt} />
          </Fact>
        )}
        {open && detail.closeDueAt !== null && (
          <Fact label={t('facts.closeDue')}>
            <Age at={detail.closeDueAt} ahead />
          </Fact>
        )}
      </dl>
    </section>
  )
}

/** What is not known is left out. */
function Fact({ label, note, children }: { label: string; note?: string | null; children: ReactNode }) {
  if (children === null || children === undefined || children === false) return null
  return (
    <div>
      <dt>{label}</dt>
      <dd className="numbers">
        {children}
        {note && <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  )
}

function averageOf({ startedAt, endedAt, energyWh }: SessionDetail['row']): string | null {
  if (startedAt === null || endedAt === null) return null
  const hours = (Date.parse(endedAt) - Date.parse(startedAt)) / 3_600_000
  return hours > 0 && Number(energyWh) > 0 ? formatPower(Number(energyWh) / hours) : null
}

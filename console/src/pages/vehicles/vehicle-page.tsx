import { Button, Title } from '@mantine/core'
import { IconBus, IconPencil } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VehicleDetail } from '../../../../api/console/wire/vehicles.ts'
import { RequestFailed } from '../../api/request.ts'
import { formatEnergy, formatPower } from '../../format/format.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { CardStatus } from '../cards/card-status.tsx'
import { SessionList } from '../sessions/session-list.tsx'
import { acText } from './ac-text.ts'
import { LinkSection } from './link-section.tsx'
import { RemoveVehicle } from './remove-vehicle.tsx'
import { Stays } from './stays.tsx'
import { useVehicle } from './use-vehicles.ts'
import { VehicleDialog } from './vehicle-dialog.tsx'
import classes from './vehicles.module.css'

/** One vehicle: what is known of it, when it leaves next, which cards name it, and its sessions. */
export function VehiclePage() {
  const { vehicleId } = useParams({ strict: false }) as { vehicleId: string }
  const id = /^[1-9]\d{0,14}$/.test(vehicleId) ? Number(vehicleId) : null
  return id === null ? <NoVehicle /> : <Read key={id} id={id} />
}

function Read({ id }: { id: number }) {
  const { data, error, refetch } = useVehicle(id)
  if (data) return <Known detail={data} />
  if (error instanceof RequestFailed && error.code === 'not_found') return <NoVehicle />
  if (error) return <ErrorState wholePage error={error} onRetry={() => void refetch()} />
  return <LoadingRows rows={6} height={64} />
}

function Known({ detail }: { detail: VehicleDetail }) {
  const { t } = useTranslation('vehicles')
  const [editing, setEditing] = useState(false)
  const { vehicle, cards, requests } = detail
  return (
    <>
      <PageHeader
        title={vehicle.vehicle}
        above={<PageLink to="/vehicles">{t('back')}</PageLink>}
        below={vehicle.name}
        actions={
          <>
            <RemoveVehicle vehicle={vehicle} />
            <Needs role="operator">
              <Button
                variant="default"
                leftSection={<IconPencil size={16} aria-hidden />}
                onClick={() => setEditing(true)}
              >
                {t('edit')}
              </Button>
            </Needs>
          </>
        }
      />
      <div className={classes.columns}>
        <div>
          <Section id="stays" title={t('stays')}>
            {requests.length === 0 ? <p className={classes.hint}>{t('noStays')}</p> : <Stays requests={requests} />}
          </Section>
          <LinkSection vehicle={vehicle} />
        </div>
        <div>
          <Section id="facts" title={t('facts')}>
            <Facts detail={detail} />
          </Section>
          <Section id="cards" title={t('cards')}>
            {cards.length === 0 && <p className={classes.hint}>{t('noCards')}</p>}
            <ul className={classes.plain}>
              {cards.map((card) => (
                <li key={card.id} className={classes.cardOf}>
                  <PageLink to="/cards" search={{ q: card.uid }}>
                    <code>{card.uid}</code>
                  </PageLink>
                  <CardStatus status={card.status} />
                </li>
              ))}
            </ul>
          </Section>
        </div>
      </div>
      <Section id="sessions" title={t('sessions')}>
        <SessionList filters={{ ...everything, vehicle: vehicle.vehicle }} />
      </Section>
      {editing && <VehicleDialog vehicle={vehicle} onClose={() => setEditing(false)} />}
    </>
  )
}

const everything = { state: '', charger: null, q: '', from: undefined, to: undefined } as const

function Facts({ detail: { vehicle } }: { detail: VehicleDetail }) {
  const { t } = useTranslation('vehicles')
  const { vin, batteryWh, maxDcW, klass } = vehicle
  const facts: [label: string, value: string | null][] = [
    [t('column.vin'), vin],
    [t('column.battery'), batteryWh === null ? null : formatEnergy(batteryWh)],
    [t('form.dc'), maxDcW === null ? null : formatPower(maxDcW)],
    [t('form.ac'), acText(t, vehicle)],
    [t('column.klass'), klass === null ? t('usualKlass') : String(klass)],
  ]
  return (
    <>
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="numbers">{value ?? <span className={classes.dim}>{t('unknown')}</span>}</dd>
          </div>
        ))}
      </dl>
      {batteryWh === null && <p className={classes.hint}>{t('noBattery')}</p>}
    </>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className={classes.section}>
      <Title order={2} id={id} className={classes.sectionTitle}>
        {title}
      </Title>
      {children}
    </section>
  )
}

function NoVehicle() {
  const { t } = useTranslation('vehicles')
  return (
    <EmptyState
      wholePage
      icon={IconBus}
      title={t('notFound.title')}
      actions={<PageLink to="/vehicles">{t('back')}</PageLink>}
    >
      {null}
    </EmptyState>
  )
}

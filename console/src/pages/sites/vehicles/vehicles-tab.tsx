import { Button } from '@mantine/core'
import {
  type Icon,
  IconAlertTriangle,
  IconCalendarPlus,
  IconCheck,
  IconClockExclamation,
  IconPencil,
  IconProgress,
  IconQuestionMark,
  IconTruck,
} from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlannedVehicle } from '../../../../../api/console/wire/site-plan.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { formatEnergy, formatPercent } from '../../../format/format.ts'
import { Age } from '../../../parts/age.tsx'
import { type Column, DataTable } from '../../../parts/data-table.tsx'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Mark, type Tone } from '../../../parts/mark.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import { Instant } from '../../../parts/values.tsx'
import { rateText } from '../rate-text.ts'
import { ReasonText } from '../reason-text.tsx'
import { PlannerMark } from '../site-marks.tsx'
import classes from '../sites.module.css'
import { useKnownText } from '../use-known-text.ts'
import { useSitePlan } from '../use-sites.ts'
import { DepartureDialog } from './departure-dialog.tsx'
import { countStates, worstFirst } from './vehicle-list.ts'

const looks: Record<PlannedVehicle['state'], { tone: Tone; icon: Icon }> = {
  will_be_late: { tone: 'bad', icon: IconAlertTriangle },
  at_risk: { tone: 'warn', icon: IconClockExclamation },
  unknown: { tone: 'quiet', icon: IconQuestionMark },
  on_track: { tone: 'active', icon: IconProgress },
  ready: { tone: 'good', icon: IconCheck },
}
const states = ['will_be_late', 'at_risk', 'unknown', 'on_track', 'ready'] as const

/** Every vehicle that is here or expected: how it will leave, and what stands in its way; the worst first. */
export function VehiclesTab({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { data: plan, error, refetch } = useSitePlan(site.row.id)
  const [asked, setAsked] = useState<PlannedVehicle | 'new' | null>(null)
  const vehicles = useMemo(() => worstFirst(plan?.vehicles ?? []), [plan])
  const columns = useMemo(() => columnsOf(t, site.row.id, setAsked), [t, site.row.id])
  if (!plan)
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={5} height={72} />
  const counts = countStates(vehicles)
  return (
    <section aria-label={t('tabs.vehicles')} className={classes.section}>
      <div className={classes.treeHead}>
        <span className={classes.marks}>
          {states
            .filter((state) => counts[state] > 0)
            .map((state) => (
              <Mark
                key={state}
                {...looks[state]}
                label={t('vehicle.count', { count: counts[state], state: t(`vehicle.state.${state}`) })}
              />
            ))}
        </span>
        <span className={classes.dim}>
          {plan.madeAt === null ? (
            <PlannerMark planner={site.row.planner} />
          ) : (
            <>
              {t('vehicle.planned')} <Age at={plan.madeAt} />
            </>
          )}
        </span>
        <Needs role="operator">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCalendarPlus size={15} aria-hidden />}
            disabled={site.chargers.length === 0}
            onClick={() => setAsked('new')}
          >
            {t('vehicle.set')}
          </Button>
        </Needs>
      </div>
      {vehicles.length === 0 ? (
        <EmptyState icon={IconTruck} title={t(plan.madeAt === null ? 'vehicle.noPlan' : 'vehicle.none')}>
          {t(plan.madeAt === null ? 'vehicle.noPlanText' : 'vehicle.noneText')}
        </EmptyState>
      ) : (
        <DataTable<PlannedVehicle>
          label={t('tabs.vehicles')}
          items={vehicles}
          itemKey={keyOf}
          columns={columns}
          rowHeight={88}
          cardHeight={190}
          card={(row) => <VehicleCard siteId={site.row.id} row={row} onSet={setAsked} />}
        />
      )}
      {asked !== null && (
        <DepartureDialog site={site} vehicle={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      )}
    </section>
  )
}

const keyOf = (row: PlannedVehicle) => row.id

function columnsOf(
  t: TFunction<'sites'>,
  siteId: number,
  onSet: (row: PlannedVehicle) => void,
): Column<PlannedVehicle>[] {
  return [
    { key: 'vehicle', title: t('vehicle.vehicle'), width: 'minmax(8rem, 1.1fr)', cell: (row) => <Who row={row} /> },
    { key: 'state', title: t('vehicle.stateTitle'), width: '8.5rem', cell: (row) => <StateMark state={row.state} /> },
    { key: 'leaves', title: t('vehicle.departure'), width: '8.5rem', cell: (row) => <Leaves row={row} /> },
    { key: 'soc', title: t('vehicle.soc'), width: '8rem', cell: (row) => <Charge row={row} /> },
    { key: 'energy', title: t('vehicle.energy'), width: '8.5rem', cell: (row) => <Energies row={row} /> },
    {
      key: 'why',
      title: t('vehicle.why'),
      width: 'minmax(12rem, 2fr)',
      cell: (row) => <Why siteId={siteId} row={row} />,
    },
    {
      key: 'set',
      title: t('vehicle.set'),
      hideTitle: true,
      width: '2.5rem',
      cell: (row) => <SetButton row={row} onSet={onSet} />,
    },
  ]
}

function StateMark({ state }: { state: PlannedVehicle['state'] }) {
  const { t } = useTranslation('sites')
  return <Mark {...looks[state]} label={t(`vehicle.state.${state}`)} hint={t(`vehicle.stateHint.${state}`)} />
}

function nameOf(t: TFunction<'sites'>, row: PlannedVehicle): string {
  if (row.vehicle !== null) return row.vehicle
  if (row.sessionId !== null) return t('evse.session', { id: row.sessionId })
  return row.requestId ?? t('vehicle.expected')
}

function Who({ row }: { row: PlannedVehicle }) {
  const { t } = useTranslation('sites')
  const name = nameOf(t, row)
  return (
    <span className={classes.two}>
      {row.sessionId === null ? <strong>{name}</strong> : <PageLink to={`/sessions/${row.sessionId}`}>{name}</PageLink>}
      <small>
        {row.charger === null ? t('vehicle.noPlace') : `${row.charger}${row.evse === null ? '' : ` / ${row.evse}`}`}
      </small>
      {row.isExpected ? (
        <small>
          {t('vehicle.expected')}
          {row.arrivesAt !== null && (
            <>
              {' '}
              <Instant at={row.arrivesAt} />
            </>
          )}
        </small>
      ) : (
        row.card !== null && row.vehicle === null && <small>{row.card}</small>
      )}
    </span>
  )
}

function Leaves({ row }: { row: PlannedVehicle }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  return (
    <span className={classes.two}>
      {row.departsAt === null ? <span>{t('vehicle.noDeparture')}</span> : <Instant at={row.departsAt} />}
      {row.assumed.includes('departure') && (
        <small>
          {known('assumed', 'departure')}: {t('vehicle.assumed')}
        </small>
      )}
      {row.fullAt !== null && (
        <small>
          {t('vehicle.fullAt')} <Instant at={row.fullAt} />
        </small>
      )}
    </span>
  )
}

function Charge({ row }: { row: PlannedVehicle }) {
  const { t } = useTranslation('sites')
  return (
    <span className={classes.two}>
      {row.soc === null && row.plannedSoc === null ? (
        <span className={classes.dim}>{t('vehicle.noDeparture')}</span>
      ) : (
        <span className="numbers">
          {formatPercent(row.soc)}
          {row.plannedSoc !== null && (
            <>
              {' → '}
              <strong>{formatPercent(row.plannedSoc)}</strong>
            </>
          )}
        </span>
      )}
      {(row.targetSoc !== null || row.minimumSoc !== null) && (
        <small className="numbers">
          {t('vehicle.target', {
            target: formatPercent(row.targetSoc ?? row.minimumSoc),
          })}
        </small>
      )}
    </span>
  )
}

function Energies({ row }: { row: PlannedVehicle }) {
  const { t } = useTranslation('sites')
  return (
    <span className={classes.two}>
      <span className="numbers">
        {row.needFullWh === 0 ? t('vehicle.full') : t('vehicle.need', { energy: formatEnergy(row.needFullWh) })}
      </span>
      {row.energyWh !== null && (
        <small className="numbers">{t('vehicle.charged', { energy: formatEnergy(row.energyWh) })}</small>
      )}
      {row.shortfallWh !== null && row.shortfallWh >= 50 && (
        <small className={`${classes.bad} numbers`}>
          {t('vehicle.short', { energy: formatEnergy(row.shortfallWh) })}
        </small>
      )}
    </span>
  )
}

function Why({ siteId, row }: { siteId: number; row: PlannedVehicle }) {
  const { t } = useTranslation('sites')
  const known = useKnownText()
  const assumed = row.assumed.filter((word) => word !== 'departure')
  return (
    <span className={classes.why}>
      {row.granted !== null && row.unit !== null && (
        <>
          <strong className="numbers">{rateText(row.granted, row.unit)}</strong>
          {' · '}
        </>
      )}
      {row.reason === null && row.isExpected ? (
        <span className={classes.dim}>{t('vehicle.notHere')}</span>
      ) : (
        <ReasonText siteId={siteId} reason={row.reason} boundBy={row.boundBy} boundByName={row.boundByName} />
      )}
      {assumed.length > 0 && (
        <small>{t('assumed', { what: assumed.map((word) => known('assumed', word)).join(', ') })}</small>
      )}
    </span>
  )
}

function SetButton({ row, onSet }: { row: PlannedVehicle; onSet: (row: PlannedVehicle) => void }) {
  const { t } = useTranslation('sites')
  if (row.chargerId === null) return null
  return (
    <Needs role="operator">
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={t('vehicle.setOf', { vehicle: nameOf(t, row) })}
        onClick={() => onSet(row)}
      >
        <IconPencil size={16} aria-hidden />
      </Button>
    </Needs>
  )
}

function VehicleCard({
  siteId,
  row,
  onSet,
}: {
  siteId: number
  row: PlannedVehicle
  onSet: (row: PlannedVehicle) => void
}) {
  return (
    <span className={classes.card}>
      <span className={classes.cardLine}>
        <Who row={row} />
        <StateMark state={row.state} />
      </span>
      <span className={classes.cardLine}>
        <Leaves row={row} />
        <Charge row={row} />
        <Energies row={row} />
      </span>
      <span className={classes.cardLine}>
        <Why siteId={siteId} row={row} />
        <span className={classes.cardEnd}>
          <SetButton row={row} onSet={onSet} />
        </span>
      </span>
    </span>
  )
}

import { Tabs } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../api/console/wire/sites.ts'
import { RequestFailed } from '../../api/request.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { useTabInSight } from '../charger/use-tab-in-sight.ts'
import { AlarmsTab } from './alarms/alarms-tab.tsx'
import { CircuitsTab } from './circuits/circuits-tab.tsx'
import { CurvesTab } from './curves/curves-tab.tsx'
import { FlexibilityTab } from './flexibility/flexibility-tab.tsx'
import { LimitsTab } from './limits/limits-tab.tsx'
import { RoundsTab } from './rounds/rounds-tab.tsx'
import { SettingsTab } from './settings/settings-tab.tsx'
import { LateMark, PlannerMark, SiteMark, WaitingMark } from './site-marks.tsx'
import { SiteNotices } from './site-notices.tsx'
import classes from './sites.module.css'
import { PowerOfLimit } from './sites-page.tsx'
import { useSite } from './use-sites.ts'
import { VehiclesTab } from './vehicles/vehicles-tab.tsx'

/** One site: what flows where against which limit, who gets what and why, and what is planned. */
export function SitePage() {
  const { siteId } = useParams({ strict: false }) as { siteId: string }
  const id = /^[1-9]\d{0,14}$/.test(siteId) ? Number(siteId) : null
  return id === null ? <NoSite /> : <Site key={id} id={id} />
}

function Site({ id }: { id: number }) {
  const { data: site, error, refetch } = useSite(id)
  if (site) return <Known site={site} />
  if (error instanceof RequestFailed && error.code === 'not_found') return <NoSite />
  if (error) return <ErrorState wholePage error={error} onRetry={() => void refetch()} />
  return <LoadingRows rows={6} height={64} />
}

const tabs = ['circuits', 'limits', 'vehicles', 'curves', 'flexibility', 'rounds', 'alarms', 'settings'] as const

function Known({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const [{ tab: wanted }, setTab] = useUrlState({ tab: 'circuits' })
  const tab = tabs.find((one) => one === wanted) ?? 'circuits'
  const tabRow = useTabInSight(tab)
  const { row } = site
  return (
    <>
      <PageHeader
        title={row.name}
        above={<PageLink to="/sites">{t('back')}</PageLink>}
        beside={
          <span className={classes.marks}>
            <SiteMark row={row} />
            <WaitingMark count={row.waiting} />
            <LateMark count={row.late} />
          </span>
        }
        below={
          <span className={classes.headline}>
            <PowerOfLimit row={row} />
            <span className="numbers">{t('sessions', { count: row.sessions, shown: String(row.sessions) })}</span>
            <PlannerMark planner={row.planner} />
          </span>
        }
      />
      <SiteNotices site={site} />
      <Tabs value={tab} onChange={(value) => setTab({ tab: value ?? 'circuits' })} keepMounted={false}>
        <Tabs.List ref={tabRow} mb="md" aria-label={t('tabsLabel')} className={classes.tabs}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {one === 'alarms' && row.openAlarms > 0
                ? t('tabs.alarmsOpen', { count: row.openAlarms })
                : t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="circuits">
          <CircuitsTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <LimitsTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="vehicles">
          <VehiclesTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="curves">
          <CurvesTab siteId={row.id} />
        </Tabs.Panel>
        <Tabs.Panel value="flexibility">
          <FlexibilityTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="rounds">
          <RoundsTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="alarms">
          <AlarmsTab site={site} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsTab site={site} />
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function NoSite() {
  const { t } = useTranslation('sites')
  return (
    <EmptyState
      wholePage
      icon={IconSitemap}
      title={t('notFound.title')}
      actions={<PageLink to="/sites">{t('back')}</PageLink>}
    >
      {t('notFound.text')}
    </EmptyState>
  )
}

import { Tabs } from '@mantine/core'
import { IconBan, IconPlugConnectedX, IconTrash } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../api/console/wire/chargers.ts'
import { RequestFailed } from '../../api/request.ts'
import { Age } from '../../parts/age.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Mark } from '../../parts/mark.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { PageLink } from '../../parts/page-link.tsx'
import { StateBadge } from '../../parts/state-badge.tsx'
import { useUrlState } from '../../parts/use-url-state.ts'
import { SessionList } from '../sessions/session-list.tsx'
import { AboutTab } from './about-tab.tsx'
import { CertificatesTab } from './certificates/certificates-tab.tsx'
import classes from './charger.module.css'
import { ChargerDialogs, useChargerChange } from './charger-dialogs.tsx'
import { ChargerMenu, type DialogName } from './charger-menu.tsx'
import { Notices } from './charger-notices.tsx'
import { useCharger } from './charger-query.ts'
import { targetOf } from './command-progress.ts'
import { DisplayTab } from './display/display-tab.tsx'
import { EventsTab } from './events/events-tab.tsx'
import { FreshCommand } from './fresh-command.tsx'
import { GridTab } from './grid/grid-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { LimitsTab } from './limits/limits-tab.tsx'
import { AccessTab } from './local-list/access-tab.tsx'
import { MessagesTab } from './messages-tab.tsx'
import { NowTab } from './now-tab.tsx'
import { SettingsTab } from './settings/settings-tab.tsx'
import { type Commands, useCommands } from './use-commands.ts'
import { useTabInSight } from './use-tab-in-sight.ts'
import { CommandsTab } from './work/commands-tab.tsx'

/** One charger: what it does now, what it said, and what can be asked of it. */
export function ChargerPage() {
  const { chargerId } = useParams({ strict: false }) as { chargerId: string }
  const id = /^[1-9]\d{0,14}$/.test(chargerId) ? Number(chargerId) : null
  // A page of its own for each charger: nothing of one is left when the next is opened.
  return id === null ? <NoCharger /> : <Charger key={id} id={id} />
}

function Charger({ id }: { id: number }) {
  const { t } = useTranslation('charger')
  const { data: detail, error, refetch, removed } = useCharger(id)
  const commands = useCommands(id)
  if (removed)
    return (
      <EmptyState
        wholePage
        icon={IconTrash}
        title={t('removed.title')}
        actions={<PageLink to="/chargers">{t('removed.back')}</PageLink>}
      >
        {t('removed.text')}
      </EmptyState>
    )
  if (detail) return <Known detail={detail} commands={commands} />
  if (error instanceof RequestFailed && error.code === 'not_found') return <NoCharger />
  if (error) return <ErrorState wholePage error={error} onRetry={() => void refetch()} />
  return <LoadingRows rows={6} height={64} />
}

const tabs = [
  'now',
  'messages',
  'sessions',
  'commands',
  'events',
  'settings',
  'limits',
  'grid',
  'display',
  'access',
  'certificates',
  'history',
  'about',
] as const

function Known({ detail, commands }: { detail: ChargerDetail; commands: Commands }) {
  const { t } = useTranslation('charger')
  const [dialog, setDialog] = useState<DialogName | null>(null)
  const [{ tab: wanted }, setTab] = useUrlState({ tab: 'now' })
  const { row } = detail
  const change = useChargerChange(row.id)
  const tab = tabs.find((one) => one === wanted) ?? 'now'
  const tabRow = useTabInSight(tab)
  return (
    <>
      <PageHeader
        title={row.name ?? row.identity}
        above={<PageLink to="/chargers">{t('back')}</PageLink>}
        beside={
          <span className={classes.state}>
            <StateBadge state={row.state} />
            {row.since !== null && (
              <span className={classes.dim}>
                <Age at={row.since} bare />
              </span>
            )}
            {row.blocked && <Mark tone="bad" icon={IconBan} label={t('blocked')} hint={t('blockedHint')} />}
          </span>
        }
        below={<Below detail={detail} />}
        actions={
          <Needs role="operator">
            <ChargerMenu
              detail={detail}
              commands={commands}
              onOpen={setDialog}
              onUnblock={() => void change({ blocked: false }, t('block.undone')).catch(() => {})}
            />
          </Needs>
        }
      />
      <Notices detail={detail} />
      <div className={classes.fresh}>
        <FreshCommand
          commands={commands.commands}
          isHere={(command) => targetOf(command) === null && command.kind !== 'stop'}
        />
      </div>
      <Tabs value={tab} onChange={(value) => setTab({ tab: value ?? 'now' })} keepMounted={false}>
        <Tabs.List ref={tabRow} mb="md" aria-label={t('tabsLabel')} className={classes.tabs}>
          {tabs.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tabs.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="now">
          <NowTab detail={detail} commands={commands} />
        </Tabs.Panel>
        <Tabs.Panel value="messages">
          <MessagesTab chargerId={row.id} version={row.version} />
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <SessionList filters={{ state: '', q: '', charger: row.id, from: undefined, to: undefined }} ofOneCharger />
        </Tabs.Panel>
        <Tabs.Panel value="commands">
          <CommandsTab detail={detail} commands={commands} />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <EventsTab chargerId={row.id} />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <SettingsTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <LimitsTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="grid">
          <GridTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="display">
          <DisplayTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="access">
          <AccessTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="certificates">
          <CertificatesTab detail={detail} />
        </Tabs.Panel>
        <Tabs.Panel value="history">
          <HistoryTab chargerId={row.id} />
        </Tabs.Panel>
        <Tabs.Panel value="about">
          <AboutTab detail={detail} />
        </Tabs.Panel>
      </Tabs>
      <ChargerDialogs detail={detail} commands={commands} open={dialog} onClose={() => setDialog(null)} />
    </>
  )
}

/** What it is, and how it is connected. */
function Below({ detail: { row } }: { detail: ChargerDetail }) {
  const { t } = useTranslation('charger')
  const model = [row.vendor, row.model].filter((text) => text !== null).join(' ')
  const parts = [
    row.name === null ? '' : row.identity,
    model,
    row.version === null ? '' : t('ocpp', { version: row.version }),
  ]
  return (
    <>
      {parts.filter((text) => text !== '').join(' · ')}
      {row.heardAt !== null && row.connected && (
        <>
          {' · '}
          {t('lastHeard')} <Age at={row.heardAt} />
        </>
      )}
    </>
  )
}

function NoCharger() {
  const { t } = useTranslation('charger')
  return (
    <EmptyState
      wholePage
      icon={IconPlugConnectedX}
      title={t('notFound.title')}
      actions={<PageLink to="/chargers">{t('removed.back')}</PageLink>}
    >
      {t('notFound.text')}
    </EmptyState>
  )
}

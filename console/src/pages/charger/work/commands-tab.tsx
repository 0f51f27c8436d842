import { Button, Title } from '@mantine/core'
import { IconFilterOff, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { EmptyState } from '../../../parts/empty-state.tsx'
import { FilterBar } from '../../../parts/filter-bar.tsx'
import { Needs } from '../../../parts/needs.tsx'
import { useUrlState } from '../../../parts/use-url-state.ts'
import { CommandRow } from '../command-row.tsx'
import { MessageDialog } from '../custom-message/message-dialog.tsx'
import type { Commands } from '../use-commands.ts'
import { commandFilters, isWanted } from './command-filter.ts'
import { CommandMore } from './command-more.tsx'
import { ErrandList } from './errand-list.tsx'
import classes from './work.module.css'

/** What the charger is at, everything it was asked for lately, and a way to ask for anything else. */
export function CommandsTab({ detail, commands }: { detail: ChargerDetail; commands: Commands }) {
  const { t } = useTranslation('device')
  const { t: charger } = useTranslation('charger')
  const { t: common } = useTranslation()
  const [sending, setSending] = useState(false)
  const [url, setUrl] = useUrlState({ show: '' })
  const filter = commandFilters.find((one) => one === url.show) ?? ''
  const shown = commands.commands.filter((command) => isWanted(command, filter))
  return (
    <div className={classes.work}>
      <ErrandList chargerId={detail.row.id} />
      <section aria-labelledby="commands-title">
        <div className={classes.head}>
          <Title order={2} className={classes.title} id="commands-title">
            {charger('commands.title')}
          </Title>
          <Needs role="operator">
            <Button
              variant="default"
              size="xs"
              leftSection={<IconSend size={15} aria-hidden />}
              onClick={() => setSending(true)}
            >
              {t('custom.open')}
            </Button>
          </Needs>
        </div>
        {commands.commands.length === 0 && <p className={classes.dim}>{charger('commands.none')}</p>}
        {commands.commands.length > 0 && (
          <FilterBar
            chipsLabel={t('command.filter')}
            chips={commandFilters.map((one) => ({
              key: one,
              label: t(`command.show.${one}`),
              count: commands.commands.filter((command) => isWanted(command, one)).length,
              active: filter === one,
              onToggle: () => setUrl({ show: filter === one ? '' : one }),
            }))}
          />
        )}
        {shown.length === 0 && filter !== '' && (
          <EmptyState
            icon={IconFilterOff}
            title={common('empty.filtered')}
            actions={
              <Button variant="default" onClick={() => setUrl({ show: '' })}>
                {common('actions.clearAll')}
              </Button>
            }
          />
        )}
        <ul className={classes.list}>
          {shown.map((command) => (
            <li key={command.id}>
              <CommandRow command={command}>
                <CommandMore command={command} commands={commands} />
              </CommandRow>
            </li>
          ))}
        </ul>
      </section>
      <MessageDialog detail={detail} commands={commands} opened={sending} onClose={() => setSending(false)} />
    </div>
  )
}

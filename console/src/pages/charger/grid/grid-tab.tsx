import { Button, Menu } from '@mantine/core'
import { IconEraser, IconRefresh, IconWaveSine } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { ChargerGrid, GridControl } from '../../../../../api/console/wire/grid.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { PageLink } from '../../../parts/page-link.tsx'
import classes from '../asked-section.module.css'
import { AskedSection, SectionButton } from '../asked-section.tsx'
import { barrierTo } from '../barrier.ts'
import { useAsk } from '../use-ask.ts'
import { useOwn } from '../use-own.ts'
import { ControlDialog } from './control-dialog.tsx'
import { ControlRow } from './control-row.tsx'
import { GiveBackSection } from './give-back-section.tsx'
import { PrioritySection } from './priority-section.tsx'

/** What a charger does towards the grid: controls, energy that goes back, and who charges with priority. */
export function GridTab({ detail }: { detail: ChargerDetail }) {
  const { data, error, refetch } = useOwn<ChargerGrid>(detail.row.id, 'grid')
  return (
    <div className={classes.tab}>
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={4} />)}
      {data && (
        <>
          <ControlsSection detail={detail} controls={data.controls} />
          <PrioritySection detail={detail} priority={data.priority} />
          <GiveBackSection grid={data} />
        </>
      )}
    </div>
  )
}

function ControlsSection({ detail, controls }: { detail: ChargerDetail; controls: GridControl[] }) {
  const { t } = useTranslation('grid')
  const { id } = detail.row
  const ask = useAsk(id)
  const [dialog, setDialog] = useState<'set' | 'always' | 'once' | GridControl | null>(null)
  const clearing = dialog === 'set' ? null : dialog
  const isBarred = barrierTo('clear-der-control', detail) !== null

  /** All of a kind, or the one that is named. */
  const clear = (what: Exclude<typeof clearing, null>) =>
    typeof what === 'string'
      ? ask({ kind: 'clear-der-control', isDefault: what === 'always', type: null, controlId: null })
      : ask({ kind: 'clear-der-control', isDefault: what.isDefault, type: null, controlId: what.id })

  return (
    <AskedSection
      detail={detail}
      kind="set-der-control"
      title={t('controls.title')}
      hint={t('controls.hint')}
      actions={(isBarred) => (
        <>
          <SectionButton
            disabled={isBarred}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => void ask({ kind: 'get-der-control' }).catch(() => {})}
          >
            {t('read')}
          </SectionButton>
          {controls.length > 0 && (
            <Menu position="bottom-end">
              <Menu.Target>
                <SectionButton disabled={isBarred} leftSection={<IconEraser size={15} aria-hidden />}>
                  {t('clear.many')}
                </SectionButton>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => setDialog('once')}>{t('clear.once')}</Menu.Item>
                <Menu.Item onClick={() => setDialog('always')}>{t('clear.always')}</Menu.Item>
              </Menu.Dropdown>
            </Menu>
          )}
          <Button
            size="xs"
            disabled={isBarred}
            leftSection={<IconWaveSine size={15} aria-hidden />}
            onClick={() => setDialog('set')}
          >
            {t('set')}
          </Button>
        </>
      )}
    >
      {controls.length === 0 && <p className={classes.hint}>{t('controls.none')}</p>}
      {controls.length > 0 && (
        <ul className={classes.list} aria-label={t('controls.title')}>
          {controls.map((one) => (
            <ControlRow key={one.id} control={one} isBarred={isBarred} onClear={() => setDialog(one)} />
          ))}
        </ul>
      )}
      <p className={classes.hint}>
        <PageLink to={`/chargers/${id}`} search={{ tab: 'events', kind: 'der' }}>
          {t('alarms')}
        </PageLink>
      </p>
      {dialog === 'set' && <ControlDialog detail={detail} onClose={() => setDialog(null)} />}
      {clearing !== null && (
        <ConfirmDialog
          opened
          onClose={() => setDialog(null)}
          title={typeof clearing === 'string' ? t(`clear.${clearing}Title`) : t('clear.title', { id: clearing.id })}
          action={t('clear.action')}
          onConfirm={() => clear(clearing)}
          dangerous
        >
          {t('clear.text')}
        </ConfirmDialog>
      )}
    </AskedSection>
  )
}

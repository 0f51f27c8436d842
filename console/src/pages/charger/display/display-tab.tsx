import { Button } from '@mantine/core'
import { IconMessagePlus, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import type { DisplayMessage, DisplayMessages } from '../../../../../api/console/wire/display-messages.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { ErrorState } from '../../../parts/error-state.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import classes from '../asked-section.module.css'
import { AskedSection, SectionButton } from '../asked-section.tsx'
import { useAsk } from '../use-ask.ts'
import { useOwn } from '../use-own.ts'
import { MessageDialog } from './message-dialog.tsx'
import { MessageRow } from './message-row.tsx'

/** What a charger shows to drivers besides its own words: read from it, added, changed and removed. */
export function DisplayTab({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('display')
  const { id } = detail.row
  const ask = useAsk(id)
  const { data, error, refetch } = useOwn<DisplayMessages>(id, 'display-messages')
  const [edited, setEdited] = useState<DisplayMessage | 'new' | null>(null)
  const [clearing, setClearing] = useState<DisplayMessage | null>(null)
  return (
    <AskedSection
      detail={detail}
      kind="show-message"
      title={t('title')}
      hint={t('hint')}
      actions={(isBarred) => (
        <>
          <SectionButton
            disabled={isBarred}
            leftSection={<IconRefresh size={15} aria-hidden />}
            onClick={() => void ask({ kind: 'read-messages' }).catch(() => {})}
          >
            {t('read')}
          </SectionButton>
          <Button
            size="xs"
            disabled={isBarred}
            leftSection={<IconMessagePlus size={15} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('add')}
          </Button>
        </>
      )}
    >
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={2} />)}
      {data?.items.length === 0 && <p className={classes.hint}>{t('none')}</p>}
      {data && data.items.length > 0 && (
        <ul className={classes.list} aria-label={t('title')}>
          {data.items.map((message) => (
            <MessageRow
              key={message.id}
              message={message}
              detail={detail}
              onEdit={() => setEdited(message)}
              onClear={() => setClearing(message)}
            />
          ))}
        </ul>
      )}
      {edited && (
        <MessageDialog detail={detail} message={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
      {clearing && (
        <ConfirmDialog
          opened
          onClose={() => setClearing(null)}
          title={t('clear.title')}
          action={t('clear.action')}
          onConfirm={() => ask({ kind: 'clear-message', id: clearing.id })}
        >
          {clearing.text}
        </ConfirmDialog>
      )}
    </AskedSection>
  )
}

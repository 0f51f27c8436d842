import { IconEraser } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx'
import { AskedSection, SectionButton } from '../asked-section.tsx'
import { useAsk } from '../use-ask.ts'

/** The cards that a charger remembers by itself, besides its list: it is made to forget them. */
export function CacheSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('access')
  const ask = useAsk(detail.row.id)
  const [isAsking, setAsking] = useState(false)
  return (
    <AskedSection
      detail={detail}
      kind="clear-cache"
      title={t('cache.title')}
      hint={t('cache.hint')}
      actions={(isBarred) => (
        <SectionButton
          disabled={isBarred}
          leftSection={<IconEraser size={15} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('cache.clear')}
        </SectionButton>
      )}
    >
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('cache.question')}
        action={t('cache.clear')}
        onConfirm={() => ask({ kind: 'clear-cache' })}
      >
        {t('cache.text')}
      </ConfirmDialog>
    </AskedSection>
  )
}

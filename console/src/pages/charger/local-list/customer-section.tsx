import { Button } from '@mantine/core'
import { IconUserSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import classes from '../asked-section.module.css'
import { AskedSection } from '../asked-section.tsx'
import { ErrandRow } from '../work/errand-row.tsx'
import { useErrands } from '../work/use-errands.ts'
import { CustomerDialog } from './customer-dialog.tsx'

const mostShown = 3

/** What a charger keeps of a person: asked for, and forgotten on request. */
export function CustomerSection({ detail }: { detail: ChargerDetail }) {
  const { t } = useTranslation('access')
  const [isAsking, setAsking] = useState(false)
  const { data } = useErrands(detail.row.id)
  const reports = (data?.items ?? []).filter(({ kind }) => kind === 'customer-information').slice(0, mostShown)
  return (
    <AskedSection
      detail={detail}
      kind="customer-information"
      title={t('customer.title')}
      hint={t('customer.hint')}
      actions={(isBarred) => (
        <Button
          size="xs"
          variant="default"
          disabled={isBarred}
          leftSection={<IconUserSearch size={15} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          {t('customer.open')}
        </Button>
      )}
    >
      {reports.length > 0 && (
        <ul className={classes.list} aria-label={t('customer.title')}>
          {reports.map((errand) => (
            <li key={errand.id}>
              <ErrandRow errand={errand} />
            </li>
          ))}
        </ul>
      )}
      {isAsking && <CustomerDialog chargerId={detail.row.id} onClose={() => setAsking(false)} />}
    </AskedSection>
  )
}

import { Code } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { CopyField } from '../../parts/copy-field.tsx'
import { EmptyState } from '../../parts/empty-state.tsx'
import { Needs } from '../../parts/needs.tsx'
import { AddCharger } from './add-charger.tsx'
import classes from './first-charger.module.css'
import { ocppUrl } from './ocpp-url.ts'

/** Where no charger is yet: how to connect the first. */
export function FirstCharger() {
  const { t } = useTranslation('chargers')
  return (
    <EmptyState
      icon={IconPlugConnected}
      tone="good"
      title={t('first.title')}
      actions={
        <Needs role="operator">
          <AddCharger />
        </Needs>
      }
    >
      {t('first.text')}
      <ol className={classes.steps}>
        <li>{t('first.add')}</li>
        <li>
          {t('first.enter')}
          <CopyField label={t('add.address')} value={ocppUrl('/ocpp/')} />
          <span className={classes.hint}>{t('first.enterHint')}</span>
        </li>
        <li>{t('first.wait')}</li>
      </ol>
      <p>
        {t('first.noCharger')} <Code>voltyard simulate</Code>
      </p>
    </EmptyState>
  )
}

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import classes from './bad-lines.module.css'

/** How many are told one by one. */
const most = 100

/** The lines of a file that were not understood, and why. */
export function BadLines({ bad }: { bad: ImportReport['bad'] }) {
  const { t } = useTranslation('chargers')
  return (
    <Alert
      mt="sm"
      color="orange"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={t('import.bad', { count: bad.length })}
    >
      {t('import.badText')}
      <ul className={classes.lines}>
        {bad.slice(0, most).map((one) => (
          <li key={`${one.line} ${one.column} ${one.message}`}>
            <span className="numbers">{t('import.line', { line: one.line })}</span>
            {one.column && <code>{one.column}</code>} {one.message}
          </li>
        ))}
      </ul>
      {bad.length > most && t('import.moreBad', { count: bad.length - most })}
    </Alert>
  )
}

import { Alert, Table, Text } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ImportReport } from '../../../../api/console/wire/administration.ts'
import { formatNumber } from '../../format/format.ts'
import { serverWords } from '../../i18n/server-words.ts'
import classes from './import-csv.module.css'
import type { ImportView } from './import-view.ts'

const looks = {
  ready: { color: 'volt', icon: IconCircleCheck },
  unchanged: { color: 'gray', icon: IconInfoCircle },
  nothing: { color: 'gray', icon: IconInfoCircle },
  someBad: { color: 'yellow', icon: IconAlertTriangle },
  allBad: { color: 'red', icon: IconAlertTriangle },
} as const

/** What the check of a file found: the counts, and each bad line with what is wrong in it. */
export function ImportResult({ name, report, view }: { name: string; report: ImportReport; view: ImportView }) {
  const { t } = useTranslation('importing')
  const { color, icon: Glyph } = looks[view.verdict]
  const counts = [
    ['imported', report.imported],
    ['changed', report.changed],
    ['unchanged', report.unchanged],
    ['bad', report.badLines],
  ] as const
  return (
    <>
      <Text size="sm">
        {t('file')}: <strong className={classes.name}>{name}</strong>
      </Text>
      <Alert role="status" variant="light" color={color} icon={<Glyph aria-hidden />}>
        {t(`verdict.${view.verdict}`, { count: view.badLines })} {view.verdict === 'someBad' && t('mend')}
      </Alert>
      <dl className={classes.counts}>
        {counts.map(([key, count]) => (
          <div key={key} data-bad={(key === 'bad' && count > 0) || undefined}>
            <dt>{t(`${key}`)}</dt>
            <dd className="numbers">{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      {view.bad.length > 0 && (
        <Table.ScrollContainer
          minWidth={320}
          maxHeight={280}
          type="native"
          tabIndex={0}
          role="region"
          aria-label={t('problem')}
        >
          <Table verticalSpacing={6} stickyHeader fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('line')}</Table.Th>
                <Table.Th>{t('column')}</Table.Th>
                <Table.Th>{t('problem')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {view.bad.map(({ line, column, message }) => (
                <Table.Tr key={`${line} ${column} ${message}`}>
                  <Table.Td className="numbers">{formatNumber(line)}</Table.Td>
                  <Table.Td>{column === null ? '–' : <code>{column}</code>}</Table.Td>
                  <Table.Td>{serverWords(message)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {view.hiddenBad > 0 && (
        <Text size="sm" c="dimmed">
          {t('moreBad', { count: view.hiddenBad })}
        </Text>
      )}
    </>
  )
}

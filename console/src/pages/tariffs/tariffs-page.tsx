import { Button, Switch, Title } from '@mantine/core'
import { IconMapPin, IconPlus, IconReceipt2 } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Tariff, TariffAssignment, Tariffs } from '../../../../api/console/wire/tariffs.ts'
import { EmptyState } from '../../parts/empty-state.tsx'
import { ErrorState } from '../../parts/error-state.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Needs } from '../../parts/needs.tsx'
import { PageHeader } from '../../parts/page-header.tsx'
import { useRole } from '../../parts/use-role.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { AssignmentRow } from './assignment-row.tsx'
import { EndAssignmentDialog, RetireDialog } from './end-dialogs.tsx'
import { TariffDialog } from './tariff-dialog.tsx'
import { TariffRow } from './tariff-row.tsx'
import classes from './tariffs-page.module.css'
import { useTariffs } from './use-tariffs.ts'

type Dialog =
  | { kind: 'add'; like: Tariff | null }
  | { kind: 'assign'; tariff: Tariff | null }
  | { kind: 'retire'; tariff: Tariff }
  | { kind: 'end'; assignment: TariffAssignment }

/** What charging costs: every tariff, and where which one applies. */
export function TariffsPage() {
  const { t } = useTranslation('tariffs')
  const { may } = useRole()
  const { data, error, refetch } = useTariffs()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const close = () => setDialog(null)
  const add = (
    <Needs role="administrator">
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setDialog({ kind: 'add', like: null })}>
        {t('add')}
      </Button>
    </Needs>
  )
  return (
    <>
      <PageHeader title={t('title')} below={t('below')} actions={data && data.tariffs.length > 0 && add} />
      {!data &&
        (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingRows rows={5} height={64} />)}
      {data?.tariffs.length === 0 && (
        <EmptyState icon={IconReceipt2} title={t('empty.title')} actions={add}>
          {t(may('administrator') ? 'empty.text' : 'empty.viewer')}
        </EmptyState>
      )}
      {data && data.tariffs.length > 0 && (
        <>
          <Assignments all={data} onOpen={setDialog} />
          <TariffList all={data} onOpen={setDialog} />
        </>
      )}
      {dialog?.kind === 'add' && <TariffDialog like={dialog.like} onClose={close} />}
      {dialog?.kind === 'assign' && (
        <AssignDialog tariffs={data?.tariffs ?? []} tariff={dialog.tariff} onClose={close} />
      )}
      {dialog?.kind === 'retire' && <RetireDialog tariff={dialog.tariff} onClose={close} />}
      {dialog?.kind === 'end' && <EndAssignmentDialog assignment={dialog.assignment} onClose={close} />}
    </>
  )
}

interface SectionProps {
  all: Tariffs
  onOpen: (dialog: Dialog) => void
}

function Assignments({ all: { assignments, tariffs }, onOpen }: SectionProps) {
  const { t } = useTranslation('tariffs')
  const isUsable = tariffs.some(({ retiredAt }) => retiredAt === null)
  return (
    <section aria-labelledby="assignments-title" className={classes.section}>
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="assignments-title">
          {t('where.title')}
        </Title>
        <Needs role="administrator">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconMapPin size={15} aria-hidden />}
            disabled={!isUsable}
            onClick={() => onOpen({ kind: 'assign', tariff: null })}
          >
            {t('where.add')}
          </Button>
        </Needs>
      </div>
      <p className={classes.hint}>{t(assignments.length === 0 ? 'where.none' : 'where.hint')}</p>
      {assignments.length > 0 && (
        <ul className={classes.list} aria-labelledby="assignments-title">
          {assignments.map((assignment) => (
            <AssignmentRow
              key={assignment.id}
              assignment={assignment}
              currency={tariffs.find(({ id }) => id === assignment.tariff)?.currency ?? 'EUR'}
              onEnd={() => onOpen({ kind: 'end', assignment })}
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function TariffList({ all: { tariffs }, onOpen }: SectionProps) {
  const { t } = useTranslation('tariffs')
  const retired = tariffs.filter(({ retiredAt }) => retiredAt !== null).length
  const [withRetired, setWithRetired] = useState(retired === tariffs.length)
  const shown = tariffs.filter(({ retiredAt }) => withRetired || retiredAt === null)
  return (
    <section aria-labelledby="tariffs-title" className={classes.section}>
      <div className={classes.head}>
        <Title order={2} className={classes.title} id="tariffs-title">
          {t('prices')}
        </Title>
        {retired > 0 && (
          <Switch
            label={t('showRetired', { count: retired })}
            checked={withRetired}
            onChange={(event) => setWithRetired(event.currentTarget.checked)}
          />
        )}
      </div>
      <ul className={classes.list} aria-labelledby="tariffs-title">
        {shown.map((tariff) => (
          <TariffRow
            key={tariff.id}
            tariff={tariff}
            onCopy={() => onOpen({ kind: 'add', like: tariff })}
            onAssign={() => onOpen({ kind: 'assign', tariff })}
            onRetire={() => onOpen({ kind: 'retire', tariff })}
          />
        ))}
      </ul>
    </section>
  )
}

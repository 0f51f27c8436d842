import { ActionIcon, Alert, Button, NativeSelect, SegmentedControl, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { serverNow } from '../../../clock/server-clock.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { localMinute } from '../../../parts/local-time.ts'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { hasZero, type ListForm, listOf, type Span, spanFaults } from './list-form.ts'

/** Writes what another system limits, in its name; the list replaces the one that it had. */
export function ListDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const { t } = useTranslation('feeds')
  const outcome = useOutcome()
  const form = useForm<ListForm>({
    initialValues: {
      ...{ circuit: String(site.circuits[0]?.id ?? ''), name: '', unit: 'kW', reason: '' },
      intervals: [{ ...emptySpan(), from: localMinute(serverNow()) }],
    },
    validate: ({ name, unit, intervals }) => ({
      ...(name.trim() === '' ? { name: t('list.rule.name') } : {}),
      ...Object.fromEntries(
        intervals.flatMap((span, place) =>
          Object.entries(spanFaults(span, unit, serverNow())).map(([field, fault]) => [
            `intervals.${place}.${field}`,
            t(`list.rule.${fault}`),
          ]),
        ),
      ),
    }),
  })
  const { unit, intervals } = form.values

  async function save(values: ListForm) {
    await post(`circuits/${values.circuit}/limits`, listOf(values))
    void refreshSites()
    const circuit = site.circuits.find(({ id }) => String(id) === values.circuit)?.name ?? ''
    outcome.done(t('list.done', { name: values.name.trim(), circuit }))
  }

  return (
    <FormDialog title={t('list.title')} form={form} action={t('list.action')} onSubmit={save} onClose={onClose} wide>
      <NativeSelect
        label={t('list.circuit')}
        data={site.circuits.map(({ id, name }) => ({ value: String(id), label: name }))}
        {...form.getInputProps('circuit')}
      />
      <TextInput
        label={t('list.name')}
        description={t('list.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput label={t('list.reason')} autoComplete="off" maxLength={500} {...form.getInputProps('reason')} />
      <fieldset className={classes.fields}>
        <legend>{t('list.spans')}</legend>
        <SegmentedControl
          aria-label={t('list.unit')}
          data={[
            { value: 'kW', label: t('list.kilowatts') },
            { value: 'A', label: t('list.amps') },
          ]}
          {...form.getInputProps('unit')}
        />
        {intervals.map((span, place) => (
          <div key={span.key} className={classes.span}>
            <TextInput
              type="datetime-local"
              label={t('list.from')}
              required
              {...form.getInputProps(`intervals.${place}.from`)}
            />
            <TextInput type="datetime-local" label={t('list.to')} {...form.getInputProps(`intervals.${place}.to`)} />
            <TextInput
              label={unit === 'A' ? t('list.amps') : t('list.kilowatts')}
              inputMode="decimal"
              autoComplete="off"
              required
              {...form.getInputProps(`intervals.${place}.amount`)}
            />
            {intervals.length > 1 && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                className={classes.spanEnd}
                aria-label={t('list.removeSpan', { number: place + 1 })}
                onClick={() => form.removeListItem('intervals', place)}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            )}
          </div>
        ))}
        <p className={classes.hint}>
          {t('list.toHint')} {t('list.overlap')}
        </p>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => form.insertListItem('intervals', { ...emptySpan(), from: intervals.at(-1)?.to ?? '' })}
        >
          {t('list.addSpan')}
        </Button>
      </fieldset>
      {hasZero(form.values) && (
        <Alert variant="light" color="yellow" icon={<IconAlertTriangle aria-hidden />}>
          {t('list.zero')}
        </Alert>
      )}
    </FormDialog>
  )
}

function emptySpan(): Span {
  return { key: crypto.randomUUID(), from: '', to: '', amount: '' }
}

import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { patch, post } from '../../../api/request.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { optionalAmount } from '../amount.ts'
import { refreshSites } from '../use-sites.ts'
import { amountFields, type CircuitForm, circuitOf, formOf, isPlain } from './circuit-form.ts'

interface CircuitDialogProps {
  site: SiteDetail
  /** Null adds one. */
  circuit: CircuitView | null
  parent: CircuitView | null
  onClose: () => void
}

/** Adds a circuit or changes one. At a live site the password is asked for. */
export function CircuitDialog({ site, circuit, parent, onClose }: CircuitDialogProps) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const amount = (text: string) => (optionalAmount(text) === undefined ? t('rule.amount') : null)
  const form = useForm<CircuitForm>({
    initialValues: formOf(circuit, parent),
    validate: {
      ...Object.fromEntries(amountFields.map((field) => [field, amount])),
      name: (name) => (name.trim() === '' ? t('rule.name') : null),
      voltageV: (text) => (optionalAmount(text) ? null : t('rule.amount')),
    },
  })

  async function save(values: CircuitForm) {
    const said = circuitOf(values, circuit)
    if (circuit) await patch(`circuits/${circuit.id}`, said)
    else await post(`sites/${site.row.id}/circuits`, said)
    void refreshSites()
    outcome.done(t(circuit ? 'done.circuitChanged' : 'done.circuitAdded', { name: said.name }))
  }

  const text = (field: (typeof amountFields)[number], unit: string) => (
    <TextInput
      label={t(`circuitForm.${field}`)}
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit}
      rightSectionWidth={40}
      {...form.getInputProps(field)}
    />
  )
  return (
    <FormDialog
      title={circuit ? t('circuitForm.editTitle', { name: circuit.name }) : t('circuitForm.addTitle')}
      form={form}
      action={t(circuit ? 'circuitForm.save' : 'circuitForm.add')}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('circuitForm.name')}
        description={t('circuitForm.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <NativeSelect
        label={t('circuitForm.parent')}
        data={[
          { value: '', label: t('circuitForm.grid') },
          ...site.circuits
            .filter(({ id }) => id !== circuit?.id)
            .map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        {...form.getInputProps('parent')}
      />
      <Group grow align="start">
        {text('ratedA', 'A')}
        {text('limit', 'kW')}
      </Group>
      {form.values.parent === '' && text('contract', 'kW')}
      <Group grow align="start">
        <NativeSelect
          label={t('circuitForm.phases')}
          data={[
            { value: '3', label: t('circuitForm.three') },
            { value: '1', label: t('circuitForm.one') },
          ]}
          {...form.getInputProps('phases')}
        />
        <NativeSelect
          label={t('circuitForm.wiring')}
          data={[
            { value: 'star', label: t('circuitForm.star') },
            { value: 'delta', label: t('circuitForm.delta') },
          ]}
          {...form.getInputProps('wiring')}
        />
      </Group>
      <Group grow align="start">
        {text('voltageV', 'V')}
        {text('unbalanceA', 'A')}
      </Group>
      <Group grow align="start">
        {text('marginPercent', '%')}
        {text('leastMarginA', 'A')}
      </Group>
      <TextInput
        label={t('circuitForm.assumedA')}
        description={t(isPlain(circuit) ? 'circuitForm.assumedHint' : 'circuitForm.assumedShaped')}
        inputMode="decimal"
        autoComplete="off"
        rightSection="A"
        {...form.getInputProps('assumedA')}
      />
    </FormDialog>
  )
}

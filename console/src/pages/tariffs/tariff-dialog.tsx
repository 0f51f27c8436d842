import { Group, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Tariff } from '../../../../api/console/wire/tariffs.ts'
import { post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { RatesField } from './rates-field.tsx'
import { formOf, hasConditions, isAmount, type KindForm, kinds, newTariffOf, type TariffForm } from './tariff-form.ts'
import { refreshTariffs } from './use-tariffs.ts'

/** Adds a tariff, perhaps as a copy of another. */
export function TariffDialog({ like, onClose }: { like: Tariff | null; onClose: () => void }) {
  const { t } = useTranslation('tariffs')
  const outcome = useOutcome()
  const amount = (text: string) => (text.trim() === '' || isAmount(text) ? null : t('rule.amount'))
  const form = useForm<TariffForm>({
    initialValues: formOf(like),
    validate: {
      name: (name) => (name.trim() === '' ? t('rule.name') : null),
      currency: (code) => (/^[A-Za-z]{3}$/.test(code.trim()) ? null : t('rule.currency')),
      taxPercent: amount,
      minimum: amount,
      maximum: amount,
      energy: kindFault,
      chargingTime: kindFault,
      idleTime: kindFault,
      fixedFee: kindFault,
    },
  })

  function kindFault({ usual, special }: KindForm): string | null {
    if (amount(usual) || special.some(({ price }) => !isAmount(price))) return t('rule.amount')
    return special.every(hasConditions) ? null : t('rule.conditions')
  }

  async function save(values: TariffForm) {
    const { name } = await post<Tariff>('tariffs', newTariffOf(values))
    void refreshTariffs()
    outcome.done(t('done.added', { name }))
  }

  return (
    <FormDialog
      title={like ? t('form.copyTitle', { name: like.name }) : t('form.title')}
      form={form}
      action={t('add')}
      onSubmit={save}
      onClose={onClose}
    >
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        autoComplete="off"
        maxLength={100}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <Group grow align="start">
        <TextInput
          label={t('form.currency')}
          autoComplete="off"
          maxLength={3}
          required
          {...form.getInputProps('currency')}
        />
        <TextInput
          label={t('form.tax')}
          inputMode="decimal"
          autoComplete="off"
          rightSection="%"
          {...form.getInputProps('taxPercent')}
        />
      </Group>
      {kinds.map((kind) => (
        <RatesField key={kind} kind={kind} form={form} />
      ))}
      <Group grow align="start">
        <TextInput
          label={t('form.minimum')}
          description={t('form.optional')}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps('minimum')}
        />
        <TextInput
          label={t('form.maximum')}
          description={t('form.optional')}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps('maximum')}
        />
      </Group>
    </FormDialog>
  )
}

import { ActionIcon, Button, Chip, Group, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { weekdays } from './rate-text.ts'
import { type Kind, noConditions, type SpecialRate, type TariffForm } from './tariff-form.ts'
import classes from './tariffs-page.module.css'

interface RatesFieldProps {
  kind: Kind
  form: UseFormReturnType<TariffForm>
}

/** What one kind of use costs: the usual price, and before it those for certain times, of which the first counts. */
export function RatesField({ kind, form }: RatesFieldProps) {
  const { t } = useTranslation('tariffs')
  const { special } = form.getValues()[kind]
  const error = form.errors[kind]
  return (
    <fieldset className={classes.kind}>
      <legend>{t(`kind.${kind}`)}</legend>
      <div className={classes.rates}>
        {special.map((rate, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a price that is being written has nothing but its place
          <SpecialField key={place} kind={kind} place={place} rate={rate} form={form} />
        ))}
        <TextInput
          label={t(special.length > 0 ? 'form.otherwise' : `form.price.${kind}`)}
          description={special.length > 0 ? t(`form.price.${kind}`) : t(`form.priceHint.${kind}`)}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps(`${kind}.usual`)}
        />
        {error && (
          <span role="alert" className={classes.error}>
            {error}
          </span>
        )}
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          style={{ alignSelf: 'flex-start' }}
          onClick={() => form.insertListItem(`${kind}.special`, { ...noConditions })}
        >
          {t('form.addSpecial')}
        </Button>
      </div>
    </fieldset>
  )
}

function SpecialField({ kind, place, rate, form }: RatesFieldProps & { place: number; rate: SpecialRate }) {
  const { t } = useTranslation('tariffs')
  const path = `${kind}.special.${place}` as const
  const number = { inputMode: 'decimal', autoComplete: 'off' } as const
  const field = (name: keyof SpecialRate) => form.getInputProps(`${path}.${name}`)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame and a legend
    <div className={classes.special} role="group" aria-label={t('form.special', { place: place + 1 })}>
      <div className={classes.specialHead}>
        <TextInput label={t(`form.price.${kind}`)} {...number} required {...field('price')} />
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t('form.removeSpecial', { place: place + 1 })}
          onClick={() => form.removeListItem(`${kind}.special`, place)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      <Chip.Group multiple value={rate.days} onChange={(value) => form.setFieldValue(`${path}.days`, value)}>
        <Group gap={6} role="group" aria-label={t('form.days')}>
          {weekdays.map((day, place) => (
            <Chip key={day} value={String(place + 1)} size="xs" variant="outline">
              {t(`day.${day}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <div className={classes.pairs}>
        <TextInput type="time" label={t('form.fromTime')} {...field('fromTime')} />
        <TextInput type="time" label={t('form.toTime')} {...field('toTime')} />
        <TextInput type="date" label={t('form.fromDate')} {...field('fromDate')} />
        <TextInput type="date" label={t('form.toDate')} {...field('toDate')} />
        {kind !== 'fixedFee' && (
          <>
            <TextInput label={t('form.fromKwh')} {...number} {...field('fromKwh')} />
            <TextInput label={t('form.toKwh')} {...number} {...field('toKwh')} />
          </>
        )}
      </div>
    </div>
  )
}

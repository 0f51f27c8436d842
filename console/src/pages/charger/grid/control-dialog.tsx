import { Group, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { ChargerDetail } from '../../../../../api/console/wire/chargers.ts'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { instantOf } from '../../../parts/local-time.ts'
import { sendFrom } from '../use-ask.ts'
import {
  type ControlForm,
  controlOf,
  controlType,
  hasCurve,
  hasExcitation,
  hasUnit,
  isAlwaysDefault,
  newControl,
  numberOf,
  pointsOf,
  termFault,
  termsOf,
  units,
} from './control-form.ts'
import { controlTypes } from './control-types.ts'

/** Tells a charger how to behave towards the grid: what, always or for a while, and with which values. */
export function ControlDialog({ detail: { row }, onClose }: { detail: ChargerDetail; onClose: () => void }) {
  const { t } = useTranslation('grid')
  const isScheduled = ({ type, when }: ControlForm) => when === 'scheduled' && !isAlwaysDefault(controlType(type))
  const form = useForm<ControlForm>({
    initialValues: newControl(),
    validate: (values) => {
      const type = controlType(values.type)
      const isNow = isScheduled(values)
      const faults = termsOf(type).flatMap((term) => {
        const fault = termFault(term, values.terms[term.name] ?? '')
        if (fault === null) return []
        return [
          [`terms.${term.name}`, t(`rule.${fault}`, { least: term.least ?? '', most: term.most ?? '∞' })] as const,
        ]
      })
      return {
        ...Object.fromEntries(faults),
        ...(/^\d{1,6}$/.test(values.priority) ? {} : { priority: t('rule.priority') }),
        ...(hasCurve(type) && pointsOf(values.points) === null ? { points: t('rule.points') } : {}),
        ...(isNow && instantOf(values.startsAt) === undefined ? { startsAt: t('rule.time') } : {}),
        ...(isNow && !((numberOf(values.minutes) ?? 0) > 0) ? { minutes: t('rule.minutes') } : {}),
      }
    },
  })
  const { values } = form
  const type = controlType(values.type)

  return (
    <FormDialog
      title={t('set')}
      form={form}
      action={t('form.action')}
      onSubmit={(asked) =>
        sendFrom(row.id, { kind: 'set-der-control', control: controlOf(asked, crypto.randomUUID()) })
      }
      onClose={onClose}
    >
      <NativeSelect
        label={t('form.type')}
        description={t(`typeHint.${type}`)}
        data={controlTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
        data-autofocus
        {...form.getInputProps('type')}
      />
      {!isAlwaysDefault(type) && (
        <Radio.Group label={t('form.when')} {...form.getInputProps('when')}>
          <Stack gap={6} mt={6}>
            <Radio value="always" label={t('always')} description={t('form.alwaysHint')} />
            <Radio value="scheduled" label={t('form.scheduled')} />
          </Stack>
        </Radio.Group>
      )}
      {isScheduled(values) && (
        <Group grow align="start">
          <TextInput type="datetime-local" label={t('form.from')} required {...form.getInputProps('startsAt')} />
          <TextInput label={t('form.minutes')} inputMode="decimal" required {...form.getInputProps('minutes')} />
        </Group>
      )}
      {termsOf(type).map(({ name, must }) => (
        <TextInput
          key={`${type} ${name}`}
          label={t(`term.${name}`)}
          inputMode="decimal"
          autoComplete="off"
          required={must}
          {...form.getInputProps(`terms.${name}`)}
          value={values.terms[name] ?? ''}
        />
      ))}
      {hasExcitation(type) && (
        <NativeSelect
          label={t('form.excitation')}
          data={(['absorbs', 'injects'] as const).map((value) => ({ value, label: t(`excitation.${value}`) }))}
          {...form.getInputProps('excitation')}
        />
      )}
      {hasUnit(type) && (
        <NativeSelect
          label={t(hasCurve(type) ? 'form.yUnit' : 'form.unit')}
          data={units.map((value) => ({ value, label: t(`unit.${value}`) }))}
          {...form.getInputProps('unit')}
        />
      )}
      {hasCurve(type) && (
        <Textarea
          label={t('form.points')}
          description={t('form.pointsHint')}
          placeholder={'99; 0\n103; -40'}
          autosize
          minRows={3}
          required
          {...form.getInputProps('points')}
        />
      )}
      <TextInput
        label={t('form.priority')}
        description={t('form.priorityHint')}
        inputMode="numeric"
        {...form.getInputProps('priority')}
      />
      <TextInput
        label={t('form.id')}
        description={t('form.idHint')}
        maxLength={36}
        autoComplete="off"
        {...form.getInputProps('id')}
      />
    </FormDialog>
  )
}

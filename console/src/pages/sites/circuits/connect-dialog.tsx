import { Group, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteCharger } from '../../../../../api/console/wire/site-chargers.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { put } from '../../../api/request.ts'
import { board } from '../../../live/board.ts'
import { ChargerPicker } from '../../../parts/charger-picker.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import { optionalAmount } from '../amount.ts'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { type ConnectForm, connectionOf, formOf, isTurnable } from './connect-form.ts'

const supplies = ['L1L2L3', 'L1', 'L2', 'L3', 'L1L2', 'L2L3', 'L3L1', 'unknown'] as const
const rotations = ['RST', 'RTS', 'SRT', 'STR', 'TRS', 'TSR']

interface ConnectDialogProps {
  site: SiteDetail
  circuit: CircuitView
  /** Null chooses one that hangs nowhere, or elsewhere. */
  charger: SiteCharger | null
  onClose: () => void
}

/** Hangs a charger on a circuit, or changes how it is supplied there. */
export function ConnectDialog({ site, circuit, charger, onClose }: ConnectDialogProps) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const optional = (text: string) => (optionalAmount(text) === undefined ? t('rule.amount') : null)
  const needed = (text: string) => (optionalAmount(text) == null ? t('rule.amount') : null)
  const form = useForm<ConnectForm>({
    initialValues: formOf(charger),
    validate: {
      charger: (id) => (id === null ? t('rule.charger') : null),
      maxA: optional,
      max: optional,
      klass: (text) => (/^-?\d{1,2}$/.test(text.trim()) ? null : t('rule.klass')),
      weight: (text) => (optionalAmount(text) ? null : t('rule.amount')),
      evses: { maxA: needed, max: optional, min: needed, fallback: needed },
    },
  })

  async function save(values: ConnectForm) {
    await put(`circuits/${circuit.id}/chargers/${values.charger}`, connectionOf(values))
    void refreshSites()
    const identity = charger?.identity ?? board.rows().find(({ id }) => id === values.charger)?.identity ?? ''
    outcome.done(t(charger ? 'done.chargerChanged' : 'done.connected', { charger: identity, circuit: circuit.name }))
  }

  const text = (field: string, label: string, unit = '') => (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit}
      rightSectionWidth={40}
      {...form.getInputProps(field)}
    />
  )
  const title = charger
    ? t('connect.editTitle', { charger: charger.identity })
    : t('connect.title', { circuit: circuit.name })
  return (
    <FormDialog
      title={title}
      form={form}
      action={t(charger ? 'circuitForm.save' : 'connect.action')}
      onSubmit={save}
      onClose={onClose}
    >
      {!charger && (
        <>
          <ChargerPicker
            label={t('connect.charger')}
            value={form.values.charger}
            onChange={(id) => form.setFieldValue('charger', id)}
            error={form.errors.charger as string | undefined}
          />
          {site.chargers.some(({ id }) => id === form.values.charger) && (
            <p className={classes.hint}>{t('connect.moves')}</p>
          )}
          <p className={classes.hint}>{t('connect.asTold')}</p>
        </>
      )}
      <Group grow align="start">
        {text('maxA', t('connect.maxA'), 'A')}
        {text('max', t('connect.maxW'), 'kW')}
      </Group>
      <Group grow align="start">
        {text('klass', t('connect.klass'))}
        {text('weight', t('connect.weight'))}
      </Group>
      {form.values.evses.map(({ evse, kind, phases }, place) => (
        <fieldset key={evse} className={classes.fields}>
          <legend>{t('evse.name', { evse })}</legend>
          <Group grow align="start">
            <NativeSelect
              label={t('connect.kind')}
              data={[
                { value: 'ac', label: 'AC' },
                { value: 'dc', label: 'DC' },
              ]}
              {...form.getInputProps(`evses.${place}.kind`)}
            />
            <NativeSelect
              label={t('connect.phases')}
              data={supplies.map((value) => ({ value, label: t(`phases.${value}`) }))}
              {...form.getInputProps(`evses.${place}.phases`)}
            />
          </Group>
          {isTurnable({ kind, phases }) && (
            <NativeSelect
              label={t('connect.rotation')}
              description={t('connect.rotationHint')}
              data={[{ value: '', label: t('connect.rotationUnknown') }, ...rotations]}
              {...form.getInputProps(`evses.${place}.rotation`)}
            />
          )}
          <Group grow align="start">
            {text(`evses.${place}.maxA`, t('connect.evseMaxA'), 'A')}
            {kind === 'ac' && text(`evses.${place}.cableA`, t('connect.cableA'), 'A')}
            {kind === 'dc' && text(`evses.${place}.max`, t('connect.evseMaxW'), 'kW')}
          </Group>
          <Group grow align="start">
            {text(`evses.${place}.min`, t('connect.min'), kind === 'dc' ? 'kW' : 'A')}
            {text(`evses.${place}.fallback`, t('connect.fallback'), kind === 'dc' ? 'kW' : 'A')}
          </Group>
        </fieldset>
      ))}
    </FormDialog>
  )
}

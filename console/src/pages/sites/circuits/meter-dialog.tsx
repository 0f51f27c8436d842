import { Group, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AddedMeter } from '../../../../../api/console/wire/circuit-meters.ts'
import type { CircuitView } from '../../../../../api/console/wire/circuits.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'
import { post } from '../../../api/request.ts'
import { ChargerPicker } from '../../../parts/charger-picker.tsx'
import { FormDialog } from '../../../parts/form-dialog.tsx'
import { SecretOnce } from '../../../parts/secret-once.tsx'
import { useOutcome } from '../../../parts/use-outcome.tsx'
import classes from '../sites.module.css'
import { refreshSites } from '../use-sites.ts'
import { emptyMeter, faultsOf, type MeterForm, meterOf, registers } from './meter-form.ts'

const kinds = ['push', 'ocpp', 'mqtt', 'modbus'] as const
const types = ['float32', 'int16', 'uint16', 'int32', 'uint32'] as const

interface MeterDialogProps {
  site: SiteDetail
  circuit: CircuitView
  onClose: () => void
}

/** Adds a meter to a circuit; the token of one that pushes its values is shown this once. */
export function MeterDialog({ circuit, onClose }: MeterDialogProps) {
  const { t } = useTranslation('sites')
  const outcome = useOutcome()
  const [added, setAdded] = useState<AddedMeter | null>(null)
  // The form closes by itself once it is saved; the token has to be seen first.
  const hasToken = useRef(false)
  const form = useForm<MeterForm>({
    initialValues: emptyMeter,
    validate: (values) =>
      Object.fromEntries(Object.entries(faultsOf(values)).map(([field, fault]) => [field, t(`rule.meter.${fault}`)])),
  })
  const { kind } = form.values

  async function save(values: MeterForm) {
    const answer = await post<AddedMeter>(`circuits/${circuit.id}/meters`, meterOf(values))
    void refreshSites()
    outcome.done(t('done.meterAdded', { circuit: circuit.name }))
    hasToken.current = answer.pushToken !== null
    setAdded(answer)
  }

  if (added?.pushToken)
    return (
      <SecretOnce
        title={t('meterForm.token')}
        secrets={[
          {
            label: t('meterForm.pushAddress'),
            value: new URL('meters/v1/readings', document.baseURI).href,
          },
          { label: t('meterForm.pushToken'), value: added.pushToken },
        ]}
        onClose={onClose}
      >
        <p className={classes.hint}>{t('meterForm.pushHint')}</p>
      </SecretOnce>
    )

  const text = (field: keyof MeterForm & string, label: string, hint?: string) => (
    <TextInput label={label} description={hint} autoComplete="off" {...form.getInputProps(field)} />
  )
  return (
    <FormDialog
      title={t('meterForm.title', { circuit: circuit.name })}
      form={form}
      action={t('meterForm.action')}
      onSubmit={save}
      onClose={() => {
        if (!hasToken.current) onClose()
      }}
    >
      <NativeSelect
        label={t('meterForm.kind')}
        data={kinds.map((value) => ({ value, label: t(`meter.source.${value}`) }))}
        data-autofocus
        {...form.getInputProps('kind')}
      />
      <NativeSelect
        label={t('meterForm.measures')}
        data={(['total', 'unmanaged'] as const).map((value) => ({ value, label: t(`meterForm.what.${value}`) }))}
        {...form.getInputProps('measures')}
      />
      {text('interval', t('meterForm.interval'), t('meterForm.intervalHint'))}
      {kind === 'ocpp' && (
        <>
          <ChargerPicker
            label={t('connect.charger')}
            value={form.values.charger}
            onChange={(id) => form.setFieldValue('charger', id)}
            error={form.errors.charger as string | undefined}
          />
          {text('evse', t('meterForm.evse'), t('meterForm.evseHint'))}
        </>
      )}
      {kind === 'mqtt' && (
        <>
          {text('url', t('meterForm.url'), 'mqtts://broker.example:8883')}
          {text('topic', t('meterForm.topic'))}
          <Group grow align="start">
            {text('username', t('meterForm.username'))}
            <PasswordInput
              label={t('meterForm.password')}
              autoComplete="new-password"
              {...form.getInputProps('password')}
            />
          </Group>
        </>
      )}
      {kind === 'modbus' && (
        <>
          <Group grow align="start">
            {text('host', t('meterForm.host'))}
            {text('port', t('meterForm.port'))}
            {text('unit', t('meterForm.unit'))}
          </Group>
          <Group grow align="start">
            <NativeSelect
              label={t('meterForm.table')}
              data={[
                { value: 'holding', label: t('meterForm.holding') },
                { value: 'input', label: t('meterForm.input') },
              ]}
              {...form.getInputProps('table')}
            />
            <NativeSelect label={t('meterForm.type')} data={[...types]} {...form.getInputProps('type')} />
          </Group>
          <NativeSelect
            label={t('meterForm.order')}
            data={[
              { value: 'big', label: t('meterForm.big') },
              { value: 'little', label: t('meterForm.little') },
            ]}
            {...form.getInputProps('wordOrder')}
          />
          <Group grow align="start">
            {text('currentScale', t('meterForm.currentScale'))}
            {text('powerScale', t('meterForm.powerScale'))}
          </Group>
        </>
      )}
      {(kind === 'mqtt' || kind === 'modbus') && (
        <fieldset className={classes.fields}>
          <legend>{t(kind === 'mqtt' ? 'meterForm.paths' : 'meterForm.addresses')}</legend>
          <Group grow align="start">
            {registers.map((field) => (
              <TextInput
                key={field}
                label={t(`meterForm.value.${field}`)}
                autoComplete="off"
                {...form.getInputProps(field)}
              />
            ))}
          </Group>
          {kind === 'mqtt' && (
            <NativeSelect label={t('meterForm.powerUnit')} data={['W', 'kW']} {...form.getInputProps('powerUnit')} />
          )}
        </fieldset>
      )}
    </FormDialog>
  )
}

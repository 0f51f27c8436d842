import { NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import type { Vehicle } from '../../../../api/console/wire/vehicles.ts'
import { patch, post } from '../../api/request.ts'
import { FormDialog } from '../../parts/form-dialog.tsx'
import { useOutcome } from '../../parts/use-outcome.tsx'
import { refreshVehicles } from './use-vehicles.ts'
import { changeOf, faultsOf, formOf, newVehicleOf, type VehicleForm } from './vehicle-form.ts'
import classes from './vehicles.module.css'

/** Adds a vehicle, or says what is known of the one that is given. */
export function VehicleDialog({ vehicle, onClose }: { vehicle: Vehicle | null; onClose: () => void }) {
  const { t } = useTranslation('vehicles')
  const { t: tCommon } = useTranslation()
  const outcome = useOutcome()
  const before = formOf(vehicle)
  const form = useForm<VehicleForm>({
    initialValues: before,
    validate: (values) =>
      Object.fromEntries(Object.entries(faultsOf(values)).map(([field, fault]) => [field, t(`rule.${fault}`)])),
  })

  async function save(values: VehicleForm) {
    if (vehicle) await patch(`vehicles/${vehicle.id}`, changeOf(before, values))
    else await post('vehicles', newVehicleOf(values))
    void refreshVehicles()
    outcome.done(t(vehicle ? 'done.changed' : 'done.added', { vehicle: values.vehicle.trim() }))
  }

  const number = (field: 'batteryWh' | 'maxAcA' | 'maxDcW', label: string, unit: string) => (
    <TextInput
      label={label}
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit}
      rightSectionWidth={48}
      {...form.getInputProps(field)}
    />
  )
  return (
    <FormDialog
      title={vehicle ? t('form.editTitle', { vehicle: vehicle.vehicle }) : t('form.addTitle')}
      form={form}
      action={vehicle ? tCommon('actions.save') : t('add')}
      onSubmit={save}
      onClose={onClose}
    >
      {!vehicle && (
        <TextInput
          label={t('form.vehicle')}
          description={t('form.vehicleHint')}
          autoComplete="off"
          spellCheck={false}
          required
          data-autofocus
          {...form.getInputProps('vehicle')}
        />
      )}
      <TextInput
        label={t('form.name')}
        description={t('form.nameHint')}
        autoComplete="off"
        data-autofocus={vehicle ? true : undefined}
        {...form.getInputProps('name')}
      />
      <TextInput
        label={t('form.vin')}
        description={t('form.vinHint')}
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        {...form.getInputProps('vin')}
      />
      <div className={classes.pairs}>
        {number('batteryWh', t('form.battery'), 'kWh')}
        {number('maxDcW', t('form.dc'), 'kW')}
        {number('maxAcA', t('form.ac'), 'A')}
        <NativeSelect
          label={t('form.phases')}
          data={[{ value: '', label: t('form.phasesUnknown') }, '1', '2', '3']}
          {...form.getInputProps('phases')}
        />
      </div>
      <TextInput
        label={t('form.klass')}
        description={t('form.klassHint')}
        autoComplete="off"
        {...form.getInputProps('klass')}
      />
    </FormDialog>
  )
}

import type { NewVehicle, Vehicle, VehicleDescription } from '../../../../api/console/wire/vehicles.ts'
import { amountText, optionalAmount } from '../sites/amount.ts'

/** A vehicle as its form has it: everything is text, and empty is not known. Powers and energies in kW and kWh. */
export type VehicleForm = Record<
  'vehicle' | 'name' | 'vin' | 'batteryWh' | 'maxAcA' | 'phases' | 'maxDcW' | 'klass',
  string
>

export function formOf(known: Vehicle | null): VehicleForm {
  return {
    vehicle: known?.vehicle ?? '',
    name: known?.name ?? '',
    vin: known?.vin ?? '',
    batteryWh: amountText(known?.batteryWh, 0.001),
    maxAcA: amountText(known?.maxAcA),
    phases: amountText(known?.phases),
    maxDcW: amountText(known?.maxDcW, 0.001),
    klass: amountText(known?.klass),
  }
}

export function newVehicleOf({ vehicle, ...rest }: VehicleForm): NewVehicle {
  return { vehicle: vehicle.trim(), ...describedOf(rest) }
}

/** Only what the person changed: what another door has said meanwhile stays. */
export function changeOf(before: VehicleForm, { vehicle: _, ...form }: VehicleForm): VehicleDescription {
  const changed = Object.entries(describedOf(form)).filter(([name]) => {
    const field = name as keyof typeof form
    return form[field].trim() !== before[field]
  })
  return Object.fromEntries(changed)
}

function describedOf(form: Omit<VehicleForm, 'vehicle'>): Required<VehicleDescription> {
  const thousands = (text: string) => {
    const value = optionalAmount(text)
    return value === null || value === undefined ? null : Math.max(1, Math.round(value * 1_000))
  }
  return {
    name: form.name.trim() || null,
    vin: form.vin.trim().toUpperCase() || null,
    batteryWh: thousands(form.batteryWh),
    maxAcA: optionalAmount(form.maxAcA) ?? null,
    phases: form.phases === '' ? null : (Number(form.phases) as 1 | 2 | 3),
    maxDcW: thousands(form.maxDcW),
    klass: form.klass.trim() === '' ? null : Number(form.klass),
  }
}

export type VehicleFault = 'vehicle' | 'name' | 'vin' | 'battery' | 'ac' | 'klass'

/** What is wrong with the form, by field. */
export function faultsOf(form: VehicleForm): Partial<Record<keyof VehicleForm, VehicleFault>> {
  const upTo = (text: string, most: number) => {
    const value = optionalAmount(text)
    return value === null || (value !== undefined && value > 0 && value <= most)
  }
  const [id, klass] = [form.vehicle.trim(), form.klass.trim()]
  return {
    ...(id === '' || id.length > 100 ? { vehicle: 'vehicle' } : {}),
    ...(form.name.trim().length > 100 ? { name: 'name' } : {}),
    ...(/^([A-HJ-NPR-Z0-9]{17})?$/i.test(form.vin.trim()) ? {} : { vin: 'vin' }),
    ...(upTo(form.batteryWh, 10_000) ? {} : { batteryWh: 'battery' }),
    ...(upTo(form.maxAcA, 1_000) ? {} : { maxAcA: 'ac' }),
    ...(upTo(form.maxDcW, 10_000) ? {} : { maxDcW: 'battery' }),
    ...(/^(-?\d{1,4})?$/.test(klass) && Math.abs(Number(klass)) <= 1_000 ? {} : { klass: 'klass' }),
  }
}

import type { NewCircuitMeter } from '../../../../../api/console/wire/circuit-meters.ts'

export const registers = ['l1', 'l2', 'l3', 'power'] as const

/** A meter as its form has it. Fields of sources that are not chosen are kept while one is chosen, and not sent. */
export interface MeterForm extends Record<string, unknown> {
  kind: 'push' | 'ocpp' | 'mqtt' | 'modbus'
  measures: 'total' | 'unmanaged'
  interval: string
  charger: number | null
  evse: string
  url: string
  topic: string
  username: string
  password: string
  powerUnit: 'W' | 'kW'
  host: string
  port: string
  unit: string
  table: 'holding' | 'input'
  wordOrder: 'big' | 'little'
  type: 'int16' | 'uint16' | 'int32' | 'uint32' | 'float32'
  currentScale: string
  powerScale: string
  /** Paths in the message of a broker, or addresses of registers. */
  l1: string
  l2: string
  l3: string
  power: string
}

export const emptyMeter: MeterForm = {
  ...{ kind: 'push', measures: 'total', interval: '5', charger: null, evse: '0', url: '', topic: '', username: '' },
  ...{ password: '', powerUnit: 'W', host: '', port: '502', unit: '1', table: 'holding', wordOrder: 'big' },
  ...{ type: 'float32', currentScale: '1', powerScale: '1', l1: '', l2: '', l3: '', power: '' },
}

export function meterOf(form: MeterForm): NewCircuitMeter {
  return {
    measures: form.measures,
    intervalSeconds: Number(form.interval),
    source: sourceOf(form),
    ...(form.kind === 'mqtt' && form.password !== '' ? { password: form.password } : {}),
  }
}

function sourceOf(form: MeterForm): NewCircuitMeter['source'] {
  const text = (value: string) => value.trim() || null
  switch (form.kind) {
    case 'push':
      return { kind: 'push' }
    case 'ocpp':
      return { kind: 'ocpp', chargerId: form.charger ?? 0, evse: Number(form.evse) }
    case 'mqtt':
      return {
        kind: 'mqtt',
        url: form.url.trim(),
        topic: form.topic.trim(),
        username: text(form.username),
        map: {
          l1: text(form.l1),
          l2: text(form.l2),
          l3: text(form.l3),
          power: text(form.power),
          at: null,
          powerUnit: form.powerUnit,
        },
      }
    case 'modbus': {
      const register = (address: string, scale: string) =>
        address.trim() === ''
          ? null
          : { address: Number(address), type: form.type, scale: Number(scale.replace(',', '.')) }
      return {
        kind: 'modbus',
        host: form.host.trim(),
        port: Number(form.port),
        unit: Number(form.unit),
        registers: {
          table: form.table,
          wordOrder: form.wordOrder,
          l1: register(form.l1, form.currentScale),
          l2: register(form.l2, form.currentScale),
          l3: register(form.l3, form.currentScale),
          power: register(form.power, form.powerScale),
        },
      }
    }
  }
}

export type MeterFault = 'whole' | 'needed' | 'number'

/** What is wrong with the form, by field. */
export function faultsOf(form: MeterForm): Record<string, MeterFault> {
  const whole = (text: string, least: number, most: number) =>
    /^\d{1,6}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most ? null : ('whole' as const)
  const found: Record<string, MeterFault> = {}
  const check = (field: keyof MeterForm & string, fault: MeterFault | null) => {
    if (fault) found[field] = fault
  }
  check('interval', whole(form.interval, 1, 3_600))
  if (form.kind === 'ocpp') {
    check('charger', form.charger === null ? 'needed' : null)
    check('evse', whole(form.evse, 0, 999))
  }
  if (form.kind === 'mqtt') {
    check('url', form.url.trim() === '' ? 'needed' : null)
    check('topic', form.topic.trim() === '' ? 'needed' : null)
  }
  if (form.kind === 'modbus') {
    check('host', form.host.trim() === '' ? 'needed' : null)
    check('port', whole(form.port, 1, 65_535))
    check('unit', whole(form.unit, 0, 255))
    for (const field of registers) check(field, form[field].trim() === '' ? null : whole(form[field], 0, 65_535))
    for (const field of ['currentScale', 'powerScale'] as const)
      check(field, /^-?\d+([.,]\d+)?$/.test(form[field].trim()) ? null : 'number')
  }
  const tells = form.kind === 'push' || form.kind === 'ocpp' || registers.some((field) => form[field].trim() !== '')
  if (!tells) check('l1', 'needed')
  return found
}

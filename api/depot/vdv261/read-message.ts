import { unstorable } from '#api/http/storable-text.ts'
import type { VehicleReport, VehicleSaid } from '#core/vdv261/vehicle-link.ts'
import { Refusal } from '../errors.ts'

export type VdvMessage = VehicleReport & { vin: string }

/**
 * Reads what a vehicle sends (depot-api 16.3). Only `seq` and `vin` have to be right: any other value that is not in
 * its range says that nothing is known, since every maker has numbers of its own for that. What has no name here is
 * kept as it is.
 */
export function readMessage(body: unknown): VdvMessage {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw bad('The body is no JSON object.')
  const fault = unstorable(body)
  if (fault) throw bad(`The body contains ${fault}.`)
  const { seq: count, vin, evccid, ...rest } = body as Record<string, unknown>
  const seq = integerIn(count, 255)
  if (seq === null) throw bad("Member 'seq' is missing, or not from 0 to 255.", '/seq')
  if (typeof vin !== 'string' || vin === '') throw bad("Member 'vin' is missing.", '/vin')

  const said: Partial<VehicleSaid> = {}
  const others: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(rest)) {
    if (Object.hasOwn(signals, name)) Object.assign(said, signals[name]!(value))
    else others[name] = value
  }
  return { seq, vin, said, others, ...(evccid === undefined ? {} : { controllerId: textOf(evccid) }) }
}

const signals: Record<string, (value: unknown) => Partial<VehicleSaid>> = {
  odo: (value) => ({ odometerKm: integerIn(value, 21_055_406) }),
  bat_reqtime: (value) => ({ batteryMinutes: integerIn(value, 250) }),
  bat_eamount: (value) => ({ needKwh: integerIn(value, 1_000) }),
  bprec_eamount: (value) => ({ batteryKwh: integerIn(value, 1_000) }),
  prec_reqtime: (value) => ({ cabinMinutes: integerIn(value, 250) }),
  prec_eamount: (value) => ({ cabinKwh: integerIn(value, 1_000) }),
  chrg_stat: (value) => ({ charging: chargingStates[integerIn(value, 2) ?? -1] ?? null }),
}

const chargingStates = ['ready', 'charging', 'impossible'] as const

/** Some vehicles send their numbers as text. */
function integerIn(value: unknown, most: number): number | null {
  const number = typeof value === 'string' && /^ *\+?\d{1,15} *$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= most ? number : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.length >= 1 && value.length <= 64 ? value : null
}

function bad(message: string, pointer?: string): Refusal {
  return new Refusal(400, 'invalid_body', message, pointer === undefined ? {} : { pointer })
}

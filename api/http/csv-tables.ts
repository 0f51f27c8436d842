import type { Card } from '#core/authorization/card.ts'
import type { Vehicle } from '#core/departures/vehicle.ts'
import type { ExportedCharger } from '#core/exports.ts'
import type { CardColumn } from '#core/import/import-cards.ts'
import type { ChargerColumn } from '#core/import/import-chargers.ts'
import type { VehicleColumn } from '#core/import/import-vehicles.ts'
import type { SessionView } from '#core/sessions/session-view.ts'
import type { CsvColumn } from './csv.ts'

/** All times are UTC. */
export const sessionColumns: readonly CsvColumn<SessionView>[] = [
  { name: 'record_no', read: (session) => session.recordNo },
  { name: 'session_id', read: (session) => session.id },
  { name: 'state', read: (session) => session.state },
  { name: 'charger', read: (session) => session.charger.identity },
  { name: 'charger_name', read: (session) => session.charger.name },
  { name: 'evse', read: (session) => session.evse },
  { name: 'connector', read: (session) => session.connector },
  { name: 'card', read: (session) => session.tokenUid },
  { name: 'vehicle', read: (session) => session.vehicleId },
  { name: 'started_at', read: (session) => timeOf(session.startedAt) },
  { name: 'ended_at', read: (session) => timeOf(session.endedAt) },
  { name: 'plugged_at', read: (session) => timeOf(session.pluggedAt) },
  { name: 'unplugged_at', read: (session) => timeOf(session.unpluggedAt) },
  // At most fourteen digits: a double holds them exactly.
  { name: 'energy_wh', read: (session) => Number(session.energyWh) },
  { name: 'energy_method', read: (session) => session.energyMethod },
  { name: 'initial_soc_percent', read: (session) => session.initialSoc },
  { name: 'last_soc_percent', read: (session) => session.soc },
  { name: 'end_reason', read: (session) => session.endReason },
  { name: 'flags', read: (session) => session.flags.join(' ') },
  { name: 'inserted_at', read: (session) => timeOf(session.insertedAt) },
]

export const chargerColumns: readonly CsvColumn<ExportedCharger>[] = [
  { name: 'identity', read: (charger) => charger.identity },
  { name: 'name', read: (charger) => charger.name },
  { name: 'evses', read: (charger) => charger.evses },
  { name: 'time_zone', read: (charger) => charger.timeZone },
  { name: 'security_profile', read: (charger) => charger.securityProfile },
  { name: 'blocked', read: (charger) => (charger.blocked ? 'yes' : 'no') },
  { name: 'registration', read: (charger) => charger.registration },
  { name: 'ocpp_version', read: (charger) => charger.version },
  { name: 'vendor', read: (charger) => charger.vendor },
  { name: 'model', read: (charger) => charger.model },
  { name: 'firmware', read: (charger) => charger.firmware },
  { name: 'created_at', read: (charger) => timeOf(charger.createdAt) },
]

export const cardColumns: readonly CsvColumn<Card>[] = [
  { name: 'uid', read: (card) => card.uid },
  { name: 'type', read: (card) => card.type },
  { name: 'status', read: (card) => (card.blocked ? 'blocked' : 'active') },
  { name: 'valid_until', read: (card) => timeOf(card.validUntil) },
  { name: 'vehicle', read: (card) => card.vehicleId },
  { name: 'group', read: (card) => card.groupId },
  { name: 'visual_number', read: (card) => card.visualNumber },
  { name: 'note', read: (card) => card.note },
  { name: 'created_at', read: (card) => timeOf(card.createdAt) },
]

/** What an import takes: `read` columns change something, `ignored` ones are those that an export writes besides. */
export type TableShape<Column extends string> = {
  required: Column
  read: readonly Column[]
  ignored: readonly string[]
}

export const chargerTable: TableShape<ChargerColumn> = shapeOf('identity', chargerColumns, [
  'identity',
  'name',
  'evses',
  'password',
  'time_zone',
  'security_profile',
])

const vehicleColumns: readonly CsvColumn<Vehicle>[] = [
  { name: 'vehicle', read: (vehicle) => vehicle.publicId },
  { name: 'name', read: (vehicle) => vehicle.name },
  { name: 'vin', read: (vehicle) => vehicle.vin },
  { name: 'battery_kwh', read: (vehicle) => (vehicle.batteryWh === null ? null : vehicle.batteryWh / 1_000) },
  { name: 'ac_amps', read: (vehicle) => vehicle.maxAcA },
  { name: 'phases', read: (vehicle) => vehicle.phases },
  { name: 'dc_kw', read: (vehicle) => (vehicle.maxDcW === null ? null : vehicle.maxDcW / 1_000) },
  { name: 'class', read: (vehicle) => vehicle.klass },
]

export const vehicleTable: TableShape<VehicleColumn> = shapeOf('vehicle', vehicleColumns, [
  ...(['vehicle', 'name', 'vin', 'battery_kwh', 'ac_amps', 'phases', 'dc_kw', 'class'] as const),
])

export const cardTable: TableShape<CardColumn> = shapeOf('uid', cardColumns, [
  'uid',
  'type',
  'status',
  'valid_until',
  'vehicle',
  'group',
  'visual_number',
  'note',
])

function shapeOf<Column extends string>(
  required: Column,
  exported: readonly { name: string }[],
  read: readonly Column[],
): TableShape<Column> {
  const names: readonly string[] = read
  return { required, read, ignored: exported.flatMap(({ name }) => (names.includes(name) ? [] : [name])) }
}

function timeOf(at: Temporal.Instant | null): string | null {
  return at?.toString({ smallestUnit: 'millisecond' }) ?? null
}

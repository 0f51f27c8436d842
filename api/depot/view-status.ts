import { type Static, Type } from 'typebox'
import type { ConnectorState, LinkState } from '#core/chargers/charger.ts'
import { isoTime } from './iso-time.ts'

const statusWords = [
  'Available',
  'Preparing',
  'Charging',
  'SuspendedEVSE',
  'SuspendedEV',
  'Finishing',
  'Reserved',
  'Unavailable',
  'Faulted',
]

const vendorText = { type: ['integer', 'string', 'null'] }

export const AvailabilityStatusList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        timeStamp: Type.String({
          format: 'date-time',
          description: 'When the charger says it took this status, else when its message came',
          examples: ['2025-02-11T04:12:09.000Z'],
        }),
        errorCode: Type.String({ description: 'As in OCPP 1.6', examples: ['NoError'] }),
        vendorErrorCode: Type.Unsafe<number | string | null>({
          ...vendorText,
          description: "The maker's own code; a number if it is a decimal integer",
          examples: [0],
        }),
        vendorId: Type.Unsafe<number | string | null>({
          ...vendorText,
          description: 'Whose code it is; a number if it is a decimal integer',
          examples: [12],
        }),
        status: Type.String({
          description: `One of ${statusWords.join(', ')}; a charger as a whole is Available, Unavailable or Faulted`,
          examples: ['Preparing'],
        }),
      }),
    ),
  },
  { $id: 'ChargerAvailabilityStatusList', title: 'ChargerAvailabilityStatusList' },
)

export const ConnectivityStatusList = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        time: Type.String({
          format: 'date-time',
          description: 'When this began',
          examples: ['2025-02-11T03:58:41.120Z'],
        }),
        value: Type.Unsafe<'true' | 'false'>({
          type: 'string',
          enum: ['true', 'false'],
          description: 'Whether the charger is connected; a text',
          examples: ['false'],
        }),
      }),
    ),
  },
  { $id: 'ChargerConnectivityStatusList', title: 'ChargerConnectivityStatusList' },
)

export type Availability = Static<typeof AvailabilityStatusList>['items'][number]

/** One status of a connector. `chargingState` is that of the session on its EVSE at that time; null: there is none. */
export function viewConnector(state: ConnectorState, chargingState: string | null): Availability {
  const status = state.status === 'Occupied' ? occupiedAs(chargingState) : state.status
  return { ...viewReport(state), status }
}

/** One status that a charger gave of itself as a whole. */
export function viewCharger(state: ConnectorState): Availability {
  const status = state.status === 'Faulted' || state.status === 'Unavailable' ? state.status : 'Available'
  return { ...viewReport(state), status }
}

/** The status of a charger as a whole: what it last said of itself, else what follows from its connectors. */
export function viewChargerNow(states: readonly ConnectorState[]): Availability | null {
  const whole = states.find((state) => state.evse === 0)
  if (whole) return viewCharger(whole)

  const newest = states.toSorted((a, b) => Temporal.Instant.compare(reportTime(b), reportTime(a)))
  if (newest.length === 0) return null
  if (newest.every(isFaulted)) return viewReport(newest[0]!)
  if (newest.every(isOutOfUse)) return { ...viewReport(newest[0]!), status: 'Unavailable' }
  return { ...viewReport(newest[0]!), errorCode: 'NoError', vendorErrorCode: null, vendorId: null, status: 'Available' }
}

/** Connected means an open WebSocket; one that is silent is closed by the OCPP door after missed pings. */
export function viewLink(link: LinkState): Static<typeof ConnectivityStatusList>['items'][number] {
  return { time: isoTime(link.changedAt), value: link.connected ? 'true' : 'false' }
}

function viewReport(state: ConnectorState): Availability {
  return {
    timeStamp: isoTime(reportTime(state)),
    errorCode: state.errorCode ?? (isFaulted(state) ? 'OtherError' : 'NoError'),
    vendorErrorCode: numberIfWritten(state.vendorErrorCode),
    vendorId: numberIfWritten(state.vendorId),
    status: state.status,
  }
}

// OCPP 2.0.1 says only that a car is there. Until its session says more, it is about to charge.
function occupiedAs(chargingState: string | null): string {
  return (chargingState && sayings[chargingState]) || 'Preparing'
}

const sayings: Record<string, string> = {
  EVConnected: 'Preparing',
  Charging: 'Charging',
  SuspendedEV: 'SuspendedEV',
  SuspendedEVSE: 'SuspendedEVSE',
  Idle: 'Finishing',
}

/** When the charger says that it was so, else when we heard of it. */
export function reportTime(state: ConnectorState): Temporal.Instant {
  return state.reportedAt ?? state.changedAt
}

function isFaulted(state: ConnectorState): boolean {
  return state.status === 'Faulted'
}

function isOutOfUse(state: ConnectorState): boolean {
  return isFaulted(state) || state.status === 'Unavailable'
}

// Only where the number says all that the text says: '007' and twenty digits stay texts.
function numberIfWritten(text: string | null): number | string | null {
  if (text === null || text === '') return null
  const number = Number(text)
  return Number.isSafeInteger(number) && String(number) === text ? number : text
}

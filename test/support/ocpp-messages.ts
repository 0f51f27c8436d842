export type Version = '1.6' | '2.0.1'

const at = new Date(Date.now() - 60_000).toISOString()

const meterValue16 = [
  {
    timestamp: at,
    sampledValue: [
      {
        value: '15.5',
        context: 'Sample.Periodic',
        format: 'Raw',
        measurand: 'Energy.Active.Import.Register',
        phase: 'L1',
        location: 'Outlet',
        unit: 'kWh',
      },
    ],
  },
]

const meterValue201 = [
  {
    timestamp: at,
    sampledValue: [
      {
        value: 15.5,
        context: 'Sample.Periodic',
        measurand: 'Energy.Active.Import.Register',
        phase: 'L1',
        location: 'Outlet',
        unitOfMeasure: { unit: 'kWh', multiplier: 0 },
      },
    ],
  },
]

/** A valid call of every kind that a charger sends and we handle, with nearly all optional members. */
export const validCalls: Record<Version, Record<string, Record<string, unknown>>> = {
  '1.6': {
    Authorize: { idTag: 'CARD-1' },
    BootNotification: {
      chargePointVendor: 'Acme',
      chargePointModel: 'One',
      chargePointSerialNumber: 'S-1',
      firmwareVersion: '1.0',
      iccid: '8901',
      imsi: '2620',
      meterType: 'M',
      meterSerialNumber: 'M-1',
    },
    DataTransfer: { vendorId: 'Acme', messageId: 'hello', data: 'world' },
    Heartbeat: {},
    MeterValues: { connectorId: 1, meterValue: meterValue16 },
    SecurityEventNotification: { type: 'StartupOfTheDevice', timestamp: at, techInfo: 'cold' },
    StartTransaction: { connectorId: 1, idTag: 'CARD-1', meterStart: 100, timestamp: at },
    StatusNotification: {
      connectorId: 1,
      errorCode: 'NoError',
      status: 'Preparing',
      info: 'plugged',
      timestamp: at,
      vendorId: 'Acme',
      vendorErrorCode: '0',
    },
    StopTransaction: {
      transactionId: 1,
      idTag: 'CARD-1',
      meterStop: 300,
      timestamp: at,
      reason: 'Local',
      transactionData: meterValue16,
    },
  },
  '2.0.1': {
    Authorize: { idToken: { idToken: 'CARD-1', type: 'ISO14443' } },
    BootNotification: {
      reason: 'PowerUp',
      chargingStation: {
        vendorName: 'Acme',
        model: 'Two',
        serialNumber: 'S-1',
        firmwareVersion: '1.0',
        modem: { iccid: '8901', imsi: '2620' },
      },
    },
    DataTransfer: { vendorId: 'Acme', messageId: 'hello' },
    Heartbeat: {},
    MeterValues: { evseId: 1, meterValue: meterValue201 },
    NotifyEvent: {
      generatedAt: at,
      seqNo: 0,
      tbc: false,
      eventData: [
        {
          eventId: 1,
          timestamp: at,
          trigger: 'Alerting',
          actualValue: '60',
          eventNotificationType: 'CustomMonitor',
          component: { name: 'Connector' },
          variable: { name: 'Temperature' },
        },
      ],
    },
    SecurityEventNotification: { type: 'StartupOfTheDevice', timestamp: at, techInfo: 'cold' },
    StatusNotification: { timestamp: at, connectorStatus: 'Occupied', evseId: 1, connectorId: 1 },
    TransactionEvent: {
      eventType: 'Started',
      timestamp: at,
      triggerReason: 'Authorized',
      seqNo: 0,
      offline: false,
      numberOfPhasesUsed: 3,
      cableMaxCurrent: 32,
      transactionInfo: { transactionId: 'tx-1', chargingState: 'Charging', remoteStartId: 5 },
      idToken: { idToken: 'CARD-1', type: 'ISO14443' },
      evse: { id: 1, connectorId: 1 },
      meterValue: meterValue201,
    },
  },
}

/** Never refused for their content (F-14). */
export const transactionActions: Record<Version, string[]> = {
  '1.6': ['StartTransaction', 'StopTransaction', 'MeterValues'],
  '2.0.1': ['TransactionEvent', 'MeterValues'],
}

/** The codes that a CALLERROR of this version may carry (F-01). */
export const errorCodes: Record<Version, string[]> = {
  '1.6': [
    'NotImplemented',
    'NotSupported',
    'InternalError',
    'ProtocolError',
    'SecurityError',
    'FormationViolation',
    'PropertyConstraintViolation',
    'OccurenceConstraintViolation',
    'TypeConstraintViolation',
    'GenericError',
  ],
  '2.0.1': [
    'FormatViolation',
    'GenericError',
    'InternalError',
    'MessageTypeNotSupported',
    'NotImplemented',
    'NotSupported',
    'OccurrenceConstraintViolation',
    'PropertyConstraintViolation',
    'ProtocolError',
    'RpcFrameworkError',
    'SecurityError',
    'TypeConstraintViolation',
  ],
}

export type Mutant = { action: string; payload: unknown }

/** Each valid call with one place changed: everything at that place that `instead` gives for it. */
export function mutantsOf(version: Version, instead: (value: unknown) => unknown[]): Mutant[] {
  return Object.entries(validCalls[version]).flatMap(([action, payload]) =>
    placesOf(payload).flatMap((place) =>
      instead(valueAt(payload, place)).map((value) => ({ action, payload: withValueAt(payload, place, value) })),
    ),
  )
}

/** Values of every other type than this one. */
export function otherTypes(value: unknown): unknown[] {
  const all = ['text', 17, true, { a: 1 }, ['a']]
  return [...all.filter((other) => kindOf(other) !== kindOf(value)), null]
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value
}

type Place = (string | number)[]

function placesOf(value: unknown, place: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [place]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [place, ...members.flatMap(([key, member]) => placesOf(member, [...place, key]))]
}

function valueAt(value: any, place: Place): unknown {
  return place.reduce((inner, key) => inner[key], value)
}

function withValueAt(value: any, [key, ...rest]: Place, put: unknown): unknown {
  if (key === undefined) return put
  if (Array.isArray(value)) return value.map((item, at) => (at === key ? withValueAt(item, rest, put) : item))
  return { ...value, [key]: withValueAt(value[key], rest, put) }
}

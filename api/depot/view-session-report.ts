import { type Static, Type } from 'typebox'
import type { FinishedSession } from '#core/sessions/session.ts'
import type { Availability } from './view-status.ts'

const eventTimestamp = Type.String({ format: 'date-time', examples: ['2025-02-11T05:00:31.900Z'] })

// depot-api 17. What only the hardware of the original tells is left out, as it allows.
const Report = Type.Object({
  sessionId: Type.Integer({ description: 'The `TransactionID`', examples: [4100233] }),
  vehicleId: Type.Optional(Type.String({ examples: ['BUS-3302'] })),
  ocppStatus: Type.Optional(
    Type.Array(Type.Object({ value: Type.String({ examples: ['Charging'] }), eventTimestamp }), {
      description: 'What the connector said of itself, in order',
    }),
  ),
  deviceStatus: Type.Optional(
    Type.Array(
      Type.Object({
        status: Type.String({ examples: ['FAULTED'] }),
        deviceId: Type.String({ description: 'Which part it is of', examples: ['Connector'] }),
        eventTimestamp,
        errorCodes: Type.Optional(
          Type.Array(Type.Object({ errorCode: Type.String({ examples: ['WA-0131'] }), eventTimestamp })),
        ),
      }),
      { description: 'What was wrong meanwhile' },
    ),
  ),
})

export const SessionReports = Type.Object(
  {
    ChargerID: Type.String({ examples: ['HPC-2'] }),
    ConnectorID: Type.String({ description: 'A text here', examples: ['1'] }),
    items: Type.Array(Report),
  },
  { $id: 'SessionReports', title: 'SessionReports' },
)

/** A session as its connector told it: `events` are its statuses, ascending. */
export function viewSessionReport(session: FinishedSession, events: readonly Availability[]): Static<typeof Report> {
  const faults = events.filter(({ errorCode }) => errorCode !== 'NoError')
  const vehicleId = session.vehicleId ?? session.tokenUid
  return {
    sessionId: session.recordNo,
    ...(vehicleId === null ? {} : { vehicleId }),
    ocppStatus: events.map(({ status, timeStamp }) => ({ value: status, eventTimestamp: timeStamp })),
    ...(faults.length === 0 ? {} : { deviceStatus: faults.map(viewFault) }),
  }
}

function viewFault({ status, timeStamp, errorCode, vendorErrorCode }: Availability) {
  const code = vendorErrorCode === null || vendorErrorCode === 0 ? errorCode : String(vendorErrorCode)
  return {
    ...{ status: status.toUpperCase(), deviceId: 'Connector', eventTimestamp: timeStamp },
    errorCodes: [{ errorCode: code, eventTimestamp: timeStamp }],
  }
}

/** In milliseconds since 1970. */
type Span = { fromMs: number; toMs: number }

/** When the events of a session were: with plugging in and out, but not those of its neighbours (ascending by start). */
export function spansOf(sessions: readonly Pick<FinishedSession, 'startedMs' | 'endedMs'>[]): Span[] {
  return sessions.map(({ startedMs, endedMs }, at) => ({
    fromMs: Math.max(startedMs - aroundMs, sessions[at - 1]?.endedMs ?? -Infinity),
    toMs: Math.min(endedMs + aroundMs, sessions[at + 1]?.startedMs ?? Infinity),
  }))
}

const aroundMs = 15 * 60_000

/** Of statuses and spans that ascend, those of each span. */
export function statusesWithin(statuses: readonly Availability[], spans: readonly Span[]): Availability[][] {
  const timeOf = ({ timeStamp }: Availability) => Date.parse(timeStamp)
  let first = 0
  return spans.map(({ fromMs, toMs }) => {
    while (first < statuses.length && timeOf(statuses[first]!) < fromMs) first += 1
    let end = first
    while (end < statuses.length && timeOf(statuses[end]!) <= toMs) end += 1
    return statuses.slice(first, end)
  })
}

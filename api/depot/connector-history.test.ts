import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ChargingEvent, ConnectorState, Span } from '#core/chargers/charger.ts'
import { chargerHistory, connectorHistory } from './connector-history.ts'

const noon = Temporal.Instant.from('2025-02-11T12:00:00Z')
const at = (minutes: number) => noon.add({ minutes })
const all: Span = { from: null, to: null, limit: 100 }

function report(minutes: number, status: string): ConnectorState {
  return {
    ...{ evse: 1, connector: 1, status, reportedAt: at(minutes), changedAt: at(minutes), reportKey: Buffer.alloc(0) },
    ...{ errorCode: null, vendorId: null, vendorErrorCode: null, info: null },
  }
}

function event(minutes: number, chargingState: string | null, isEnd = false): ChargingEvent {
  return { at: at(minutes), chargingState, isEnd }
}

function words(reports: ConnectorState[], events: ChargingEvent[], span: Span = all): string[] {
  return connectorHistory(reports.toReversed(), events, span).map(({ status, timeStamp }) => {
    return `${(Date.parse(timeStamp) - noon.epochMilliseconds) / 60_000} ${status}`
  })
}

test('a session that ends while the cable stays leaves the connector finishing, and the next vehicle begins anew', () => {
  const reports = [report(0, 'Occupied'), report(40, 'Available'), report(50, 'Occupied')]
  const events = [event(1, 'EVConnected'), event(2, 'Charging'), event(30, null, true), event(52, 'Charging')]
  assert.deepEqual(words(reports, events), [
    ...['52 Charging', '50 Preparing', '40 Available', '30 Finishing', '2 Charging', '0 Preparing'],
  ])
})

test('a session that began before its charger said that somebody is there counts from the first word on', () => {
  assert.deepEqual(words([report(5, 'Occupied')], [event(1, 'EVConnected'), event(3, 'Charging')]), ['5 Charging'])
})

test('what a session does in a span is told of though its connector was occupied before it', () => {
  const span = { from: at(10), to: at(20), limit: 1 }
  const events = [event(1, 'Charging'), event(12, 'SuspendedEV'), event(15, 'Charging'), event(25, null, true)]
  assert.deepEqual(words([report(0, 'Occupied')], events, { ...span, limit: 100 }), ['15 Charging', '12 SuspendedEV'])
  assert.deepEqual(words([report(0, 'Occupied')], events, span), ['15 Charging'])
})

test('a session changes nothing of a connector that is out of order', () => {
  assert.deepEqual(words([report(0, 'Occupied'), report(3, 'Faulted')], [event(2, 'Charging'), event(4, 'Idle')]), [
    ...['3 Faulted', '2 Charging', '0 Preparing'],
  ])
})

test('a charger that tells of its connectors alone was what they were together', () => {
  const reports = [
    ...[report(0, 'Available'), report(10, 'Unavailable'), report(40, 'Available')],
    ...[report(5, 'Charging'), report(20, 'Faulted')].map((one) => ({ ...one, connector: 2 })),
  ]
  const told = (span: Span) =>
    chargerHistory(reports, span).map(({ status, timeStamp }) => {
      return `${(Date.parse(timeStamp) - noon.epochMilliseconds) / 60_000} ${status}`
    })
  assert.deepEqual(told(all), ['40 Available', '20 Unavailable', '0 Available'])
  assert.deepEqual(told({ ...all, from: at(15), to: at(30) }), ['20 Unavailable'])
})

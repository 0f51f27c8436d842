import { type Case, tokenOf } from '../bench.ts'
import { boot201, mustSay, status201, type TalkParts } from '../messages.ts'
import { ready, type Talk } from '../station.ts'
import { measureLoad } from '../throughput.ts'

/** Whole sessions of a 2.0.1 charger, eight calls each. */
export const sessions201: Case = {
  name: 'sessions-2.0.1',
  run: (bench) =>
    measureLoad(bench, {
      name: 'sessions-2.0.1',
      version: '2.0.1',
      talk,
      targets: { target_ratio: 0.18 },
      callsPerSession: 8,
    }),
}

function* talk(parts: TalkParts): Talk {
  const token = `{"idToken":"${tokenOf(parts.seat)}","type":"ISO14443"}`
  yield* boot201()
  yield ready
  for (let session = 1; ; session++) {
    const energyWh = session * 800
    const event = transaction(`${parts.seat}-${session}`, parts)
    yield* status201('Occupied', parts)
    yield* authorize(token)
    yield* event('Started', 'Authorized', 'EVConnected', `,"evse":{"id":1,"connectorId":1},"idToken":${token}`)
    parts.tally.sessions++
    yield* event('Updated', 'ChargingStateChanged', 'Charging')
    yield* event('Updated', 'MeterValuePeriodic', 'Charging', meterValue(energyWh + 200, parts))
    parts.tally.readings++
    yield* event('Updated', 'MeterValuePeriodic', 'Charging', meterValue(energyWh + 600, parts))
    parts.tally.readings++
    yield* event('Ended', 'StopAuthorized', 'Idle', `,"idToken":${token}`, ',"stoppedReason":"Local"')
    parts.tally.finishedSessions++
    yield* status201('Available', parts)
  }
}

function* authorize(token: string): Generator<string, void, Buffer> {
  const call = `"Authorize",{"idToken":${token}}`
  mustSay('"Accepted"', call, yield call)
}

/** Writes the events of one transaction, numbered. */
function transaction(id: string, { timestamp }: TalkParts) {
  let seqNo = 0
  return function* (
    type: string,
    trigger: string,
    state: string,
    members = '',
    detail = '',
  ): Generator<string, void, Buffer> {
    yield `"TransactionEvent",{"eventType":"${type}","timestamp":"${timestamp()}","triggerReason":"${trigger}","seqNo":${seqNo++},"transactionInfo":{"transactionId":"${id}","chargingState":"${state}"${detail}}${members}}`
  }
}

function meterValue(energyWh: number, { timestamp }: TalkParts): string {
  const wh = '"unitOfMeasure":{"unit":"Wh"}'
  const samples = `{"value":${energyWh},"context":"Sample.Periodic","measurand":"Energy.Active.Import.Register",${wh}},{"value":11040,"context":"Sample.Periodic","measurand":"Power.Active.Import","unitOfMeasure":{"unit":"W"}},{"value":16.1,"context":"Sample.Periodic","measurand":"Current.Import","phase":"L1","unitOfMeasure":{"unit":"A"}},{"value":229.8,"context":"Sample.Periodic","measurand":"Voltage","phase":"L1-N","unitOfMeasure":{"unit":"V"}}`
  return `,"meterValue":[{"timestamp":"${timestamp()}","sampledValue":[${samples}]}]`
}

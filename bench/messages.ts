import { type Talk, WrongReply } from './station.ts'
import type { Tally } from './tally.ts'

// Calls as text, put together by hand: the load must cost little beside what it measures.

export function* boot16(): Generator<string, void, Buffer> {
  const call = '"BootNotification",{"chargePointVendor":"Volt","chargePointModel":"Bench","firmwareVersion":"1.0.0"}'
  mustSay('"Accepted"', call, yield call)
}

export function* boot201(): Generator<string, void, Buffer> {
  const call = '"BootNotification",{"reason":"PowerUp","chargingStation":{"vendorName":"Volt","model":"Bench"}}'
  mustSay('"Accepted"', call, yield call)
}

export type TalkParts = { seat: number; tally: Tally; timestamp: () => string }

/** Makes talks that count into one tally, each with a clock of its own that never says the same time twice. */
export function talksOf(tally: Tally, talk: (parts: TalkParts) => Talk): (seat: number) => Talk {
  return (seat) => talk({ seat, tally, timestamp: ownClock() })
}

function ownClock(): () => string {
  let lastMs = 0
  return () => {
    lastMs = Math.max(lastMs + 1, Date.now())
    return new Date(lastMs).toISOString()
  }
}

export function* status16(status: string, { tally, timestamp }: TalkParts): Generator<string, void, Buffer> {
  yield `"StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"${status}","timestamp":"${timestamp()}"}`
  tally.statusReports++
}

export function* status201(status: string, { tally, timestamp }: TalkParts): Generator<string, void, Buffer> {
  yield `"StatusNotification",{"evseId":1,"connectorId":1,"connectorStatus":"${status}","timestamp":"${timestamp()}"}`
  tally.statusReports++
}

/** Gives the transaction id. */
export function* start16(
  token: string,
  energyWh: number,
  { tally, timestamp }: TalkParts,
): Generator<string, string, Buffer> {
  const call = `"StartTransaction",{"connectorId":1,"idTag":"${token}","meterStart":${energyWh},"timestamp":"${timestamp()}"}`
  const reply = yield call
  mustSay('"Accepted"', call, reply)
  const id = /"transactionId":(\d+)/.exec(reply.toString('latin1'))?.[1]
  if (id === undefined) throw new WrongReply(call, reply)
  tally.sessions++
  return id
}

export function* meterValues16(
  transactionId: string,
  energyWh: number,
  { tally, timestamp }: TalkParts,
): Generator<string, void, Buffer> {
  yield `"MeterValues",{"connectorId":1,"transactionId":${transactionId},"meterValue":[{"timestamp":"${timestamp()}","sampledValue":[${samples16(energyWh)}]}]}`
  tally.readings++
}

/** The samples of a 1.6 meter value. */
function samples16(energyWh: number): string {
  return `{"value":"${energyWh}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"11040","context":"Sample.Periodic","measurand":"Power.Active.Import","unit":"W"},{"value":"16.1","context":"Sample.Periodic","measurand":"Current.Import","phase":"L1","unit":"A"},{"value":"229.8","context":"Sample.Periodic","measurand":"Voltage","phase":"L1-N","unit":"V"}`
}

export function mustSay(word: string, call: string, reply: Buffer): void {
  if (!reply.includes(word)) throw new WrongReply(call, reply)
}

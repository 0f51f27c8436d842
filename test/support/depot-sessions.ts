import type { StrictCharger } from './strict-charger.ts'

export type Charge = {
  connector?: number
  idTag?: string
  startedAt: string
  endedAt: string
  meterStart?: number
  meterStop?: number
  reason?: string
}

/** A 1.6 charger reports a whole charge; with times long past it reports late. Gives the OCPP transaction id. */
export async function reportCharge(charger: StrictCharger, charge: Charge): Promise<number> {
  const { connector = 1, idTag = 'CARD-1', startedAt, endedAt, meterStart = 1_000, meterStop = 6_000, reason } = charge
  const { transactionId } = await charger.call('StartTransaction', {
    connectorId: connector,
    idTag,
    meterStart,
    timestamp: startedAt,
  })
  await charger.call('StopTransaction', {
    transactionId,
    meterStop,
    timestamp: endedAt,
    ...(reason === undefined ? {} : { reason }),
  })
  return transactionId
}

/** `dayAt(2, '08:00')` is eight o'clock UTC of the day before yesterday. */
export function dayAt(daysAgo: number, time: string): string {
  return new Date(`${today.subtract({ days: daysAgo })}T${time}Z`).toISOString()
}

// Once, so that a test that runs through midnight keeps its days.
const today = Temporal.Now.plainDateISO('UTC')

export function secondsAgo(seconds: number): string {
  return new Date(Date.now() - seconds * 1_000).toISOString()
}

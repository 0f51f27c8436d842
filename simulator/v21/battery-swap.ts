import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { Answer21, World21 } from './messages.ts'

export type Battery = ocpp.BatteryDataType

export type Swap = {
  idToken: ocpp.IdTokenType
  requestId: number
  /** What the driver brings. */
  batteries: readonly Battery[]
  /** The driver walks away without the fresh ones. */
  isAbandoned?: boolean
}

/** Each slot is an EVSE; a driver puts empty batteries in, and takes as many full ones out. S02, S03 */
export async function swapBatteries(
  world: World21,
  { idToken, requestId, batteries, isAbandoned }: Swap,
): Promise<void> {
  const tell = (eventType: ocpp.BatterySwapEventEnumType, batteryData: readonly Battery[]) =>
    world.link.call('BatterySwap', { eventType, requestId, idToken, batteryData })
  const inserted = await tell('BatteryIn', batteries)
  if (inserted.kind !== 'answered') return
  const fresh = world.batteries.splice(0, batteries.length)
  world.batteries.push(...batteries)
  await tell(isAbandoned ? 'BatteryOutTimeout' : 'BatteryOut', fresh)
}

export const requestBatterySwap: Answer21<'RequestBatterySwap'> = (world, { idToken, requestId }) => {
  const slot = world.charger.evses.find(({ vehicle, isOperative }) => vehicle === null && isOperative)
  if (!slot || world.batteries.length === 0)
    return { answer: { status: 'Rejected', statusInfo: { reasonCode: 'NoBattery' } } }
  const empty: Battery = { evseId: slot.number, serialNumber: `EMPTY-${requestId}`, soC: 12, soH: 97 }
  const swap = () =>
    world.charger.clock.setTimeout(
      () => void swapBatteries(world, { idToken, requestId, batteries: [empty] }),
      driverNeedsMs,
    )
  return { answer: { status: 'Accepted' }, afterwards: () => void swap() }
}

/** What lies in the slots at first. */
export function fullBatteries(slots: readonly { number: number }[]): Battery[] {
  return slots.map(({ number }) => ({ evseId: number, serialNumber: `FULL-${number}`, soC: 100, soH: 99 }))
}

const driverNeedsMs = 10_000

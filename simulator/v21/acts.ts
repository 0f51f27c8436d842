import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import { acts201 } from '../v201/acts.ts'
import { type Swap, swapBatteries } from './battery-swap.ts'
import type { World21 } from './messages.ts'

export type Acts21 = ReturnType<typeof acts21>

/** What a charger of 2.1 does by itself, or people do to it. */
export function acts21(world: World21) {
  const sessionAt = (evse: number) => world.charger.evse(evse)?.session ?? null
  return {
    ...acts201(world),
    /** The driver at an EVSE is in a hurry, or no longer. */
    pressPriority(evse: number, isOn = true): 'accepted' | 'no-profile' | 'no-session' {
      const session = sessionAt(evse)
      return session ? world.priorityCharging.press(session, isOn) : 'no-session'
    },
    gridFault: (control: ocpp.DERControlEnumType, fault: ocpp.GridEventFaultEnumType) =>
      world.derControls.alarm(control, fault),
    gridFaultEnded: (control: ocpp.DERControlEnumType) => world.derControls.alarmEnded(control),
    swapBatteries: (swap: Swap) => swapBatteries(world, swap),
    /** Somebody wants a bill for a company. C18 */
    enterVatNumber: (vatNumber: string, evseId?: number) =>
      world.link.call('VatNumberValidation', { vatNumber, ...(evseId === undefined ? {} : { evseId }) }),
    /** A card is shown that a payment terminal has read. C17 */
    payDirectly(reference: string): void {
      world.tokenTypes.set(reference.toLowerCase(), 'DirectPayment' as never)
    },
  }
}

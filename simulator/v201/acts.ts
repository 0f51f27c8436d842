import { type ExternalLimit, liftLimitFromOutside, limitFromOutside } from './external-limit.ts'
import type { World201 } from './messages.ts'

export type Acts201 = ReturnType<typeof acts201>

/** What a charger of 2.x does by itself, or people do to it, beside plugging and charging. */
export function acts201(world: World201) {
  return {
    limitFromOutside: (limit: ExternalLimit) => limitFromOutside(world, limit),
    liftLimitFromOutside: (evse: number) => liftLimitFromOutside(world, evse),
    /**
     * The next message of this action with this number does not go out. Events of transactions come when the server
     * asks for the transaction's status, parts of reports never.
     */
    lose: (action: string, seqNo: number) => void world.lost.push({ action, seqNo }),
    /** Changes a setting at the charger itself, as `Component.Variable`. */
    setText: (name: string, value: string) => void world.texts.set(name, value),
  }
}

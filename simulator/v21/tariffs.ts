import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import type { Evse } from '../evse.ts'
import type { Session } from '../session.ts'
import type { World201 } from '../v201/messages.ts'
import { type CostPart, costOf, hasConditions, type Usage } from './cost.ts'

type Account = {
  parts: { tariff: ocpp.TariffType; usage: Usage; startedMs: number }[]
  seen: { atMs: number; energyWh: number; isCharging: boolean }
}

export type Tariffs = ReturnType<typeof createTariffs>

/** The tariffs of a charger, and what each transaction has used under which of them. I07 - I12 */
export function createTariffs(world: () => World201) {
  /** By EVSE; 0 for all that have none of their own. */
  const defaults = new Map<number, ocpp.TariffType>()
  /** Of drivers, by card, as the server gave them with the authorization. */
  const drivers = new Map<string, ocpp.TariffType>()
  const accounts = new Map<Session, Account>()

  function defaultOf(evse: number): ocpp.TariffType | undefined {
    const nowMs = world().charger.clock.nowMs()
    const isValid = (one: ocpp.TariffType | undefined) =>
      one !== undefined && (one.validFrom === undefined || world().fromServer(one.validFrom) <= nowMs)
    return [defaults.get(evse), defaults.get(0)].find(isValid)
  }

  function progress(session: Session, evse: Evse): void {
    const account = accounts.get(session)
    const part = account?.parts.at(-1)
    if (!account || !part) return
    const { charger } = world()
    const atMs = session.ended?.atMs ?? charger.clock.nowMs()
    const energyWh = charger.energyWh(session)
    const seconds = Math.max(0, atMs - account.seen.atMs) / 1_000
    part.usage.energyWh += energyWh - account.seen.energyWh
    part.usage[account.seen.isCharging ? 'chargingSeconds' : 'idleSeconds'] += seconds
    account.seen = { atMs, energyWh, isCharging: evse.powerW > 0 }
  }

  return {
    defaults,
    drivers,
    progress,
    begin(session: Session, evse: Evse): void {
      const tariff = drivers.get(session.card.toLowerCase()) ?? defaultOf(evse.number)
      if (!tariff) return
      accounts.set(session, {
        parts: [newPart(tariff, session.startedMs)],
        seen: { atMs: session.startedMs, energyWh: 0, isCharging: evse.powerW > 0 },
      })
    },
    /** Null: nothing has a price. */
    of: (session: Session): ocpp.TariffType | null => accounts.get(session)?.parts.at(-1)?.tariff ?? null,
    change(session: Session, evse: Evse, tariff: ocpp.TariffType): void {
      const { clock } = world().charger
      const account = accounts.get(session) ?? {
        parts: [],
        seen: { atMs: clock.nowMs(), energyWh: world().charger.energyWh(session), isCharging: evse.powerW > 0 },
      }
      progress(session, evse)
      account.parts.push(newPart(tariff, clock.nowMs()))
      accounts.set(session, account)
    },
    costSoFar(session: Session): ocpp.TotalCostType | null {
      const account = accounts.get(session)
      return account ? costOf(asCostParts(account)) : null
    },
    details(session: Session): ocpp.CostDetailsType | null {
      const account = accounts.get(session)
      if (!account) return null
      const isTooHard = account.parts.some(({ tariff }) => hasConditions(tariff))
      const sum = (name: keyof Usage) => account.parts.reduce((all, { usage }) => all + usage[name], 0)
      const idleTime = Math.round(sum('idleSeconds'))
      return {
        chargingPeriods: account.parts.map(({ tariff, usage, startedMs }) =>
          periodOf(world(), tariff, usage, startedMs),
        ),
        totalCost: costOf(asCostParts(account)),
        totalUsage: {
          energy: sum('energyWh') / 1_000,
          chargingTime: Math.round(sum('chargingSeconds')) + idleTime,
          idleTime,
        },
        ...(isTooHard ? { failureToCalculate: true, failureReason: 'conditions are not supported' } : {}),
      }
    },
    forget: (session: Session) => void accounts.delete(session),
  }
}

function newPart(tariff: ocpp.TariffType, startedMs: number): Account['parts'][number] {
  return { tariff, usage: { energyWh: 0, chargingSeconds: 0, idleSeconds: 0 }, startedMs }
}

function asCostParts({ parts }: Account): CostPart[] {
  return parts.map(({ tariff, usage }, index) => ({ tariff, usage, isFirst: index === 0 }))
}

function periodOf(world: World201, { tariffId }: ocpp.TariffType, usage: Usage, startedMs: number) {
  return {
    startPeriod: world.stamp(startedMs),
    tariffId,
    dimensions: [
      { type: 'Energy' as const, volume: usage.energyWh / 1_000 },
      { type: 'ChargingTime' as const, volume: Math.round(usage.chargingSeconds) },
      // Spelled so in the standard's schema.
      { type: 'IdleTIme' as const, volume: Math.round(usage.idleSeconds) },
    ],
  }
}

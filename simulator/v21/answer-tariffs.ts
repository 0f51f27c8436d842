import { isDeepStrictEqual } from 'node:util'
import type * as ocpp from 'typed-ocpp/dist/ocpp21/types.js'
import { hasConditions } from './cost.ts'
import type { Answer21 } from './messages.ts'

export const setDefaultTariff: Answer21<'SetDefaultTariff'> = ({ charger, tariffs }, { evseId, tariff }) => {
  if (evseId !== 0 && !charger.evse(evseId)) return { answer: { status: 'Rejected', ...unknownEvse } }
  if (priceCount(tariff) > mostPrices) return { answer: { status: 'TooManyElements' } }
  if (hasConditions(tariff)) return { answer: { status: 'ConditionNotSupported' } }
  // I08.FR.08: what has an id never changes.
  const isAltered = [...tariffs.defaults.values()].some(
    (one) => one.tariffId === tariff.tariffId && !isDeepStrictEqual(one, tariff),
  )
  if (isAltered) return { answer: { status: 'DuplicateTariffId' } }
  tariffs.defaults.set(evseId, tariff)
  return { answer: { status: 'Accepted' } }
}

export const getTariffs: Answer21<'GetTariffs'> = ({ charger, tariffs }, { evseId }) => {
  if (evseId !== 0 && !charger.evse(evseId)) return { answer: { status: 'Rejected', ...unknownEvse } }
  const here = (number: number) => evseId === 0 || number === 0 || number === evseId
  const defaults = [...tariffs.defaults].filter(([number]) => here(number))
  const drivers = charger
    .sessions()
    .filter(({ evse }) => here(evse))
    .flatMap(({ card, evse }) => {
      const tariff = tariffs.drivers.get(card.toLowerCase())
      return tariff
        ? [{ tariffId: tariff.tariffId, tariffKind: 'DriverTariff' as const, evseIds: [evse], idTokens: [card] }]
        : []
    })
  const ids = new Set(defaults.map(([, { tariffId }]) => tariffId))
  const tariffAssignments: ocpp.TariffAssignmentType[] = [...ids].map((tariffId) => {
    const same = defaults.filter(([, one]) => one.tariffId === tariffId)
    const { validFrom } = same[0]![1]
    const evseIds = same.map(([number]) => number)
    return { tariffId, tariffKind: 'DefaultTariff', evseIds, ...(validFrom === undefined ? {} : { validFrom }) }
  })
  tariffAssignments.push(...drivers)
  if (tariffAssignments.length === 0) return { answer: { status: 'NoTariff' } }
  return { answer: { status: 'Accepted', tariffAssignments } }
}

/** A transaction keeps the tariff that it has. I10 */
export const clearTariffs: Answer21<'ClearTariffs'> = ({ tariffs }, { tariffIds, evseId }) => {
  const installed = [...tariffs.defaults].filter(([number]) => evseId === undefined || number === evseId)
  const wanted = tariffIds ?? [...new Set(installed.map(([, { tariffId }]) => tariffId))]
  if (wanted.length === 0) return { answer: { clearTariffsResult: [{ status: 'NoTariff' }] } }
  return {
    answer: {
      clearTariffsResult: wanted.map((tariffId) => {
        const meant = installed.filter(([, one]) => one.tariffId === tariffId)
        for (const [number] of meant) tariffs.defaults.delete(number)
        return { tariffId, status: meant.length > 0 ? ('Accepted' as const) : ('NoTariff' as const) }
      }),
    },
  }
}

export const changeTransactionTariff: Answer21<'ChangeTransactionTariff'> = (world, { transactionId, tariff }) => {
  const { charger, tariffs, transactions } = world
  const session = charger.sessions().find(({ wireId }) => wireId === transactionId)
  const evse = session && charger.evse(session.evse)
  if (!session || !evse) return { answer: { status: 'TxNotFound' } }
  if (priceCount(tariff) > mostPrices) return { answer: { status: 'TooManyElements' } }
  if (hasConditions(tariff)) return { answer: { status: 'ConditionNotSupported' } }
  const former = tariffs.of(session)
  if (former && former.currency !== tariff.currency) return { answer: { status: 'NoCurrencyChange' } }
  const change = () => {
    charger.advance()
    tariffs.change(session, evse, tariff)
    transactions.send(session, { eventType: 'Updated', triggerReason: 'TariffChanged' as never })
  }
  return { answer: { status: 'Accepted' }, afterwards: change }
}

function priceCount({ energy, chargingTime, idleTime, fixedFee }: ocpp.TariffType): number {
  return [energy, chargingTime, idleTime, fixedFee].reduce((sum, one) => sum + (one?.prices.length ?? 0), 0)
}

const mostPrices = 20
const unknownEvse = { statusInfo: { reasonCode: 'UnknownEvse' } }

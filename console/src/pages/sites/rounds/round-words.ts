import type { SteeringRoundDetail } from '../../../../../api/console/wire/site-rounds.ts'
import type { SiteDetail } from '../../../../../api/console/wire/sites.ts'

/** A grant of a recorded round as the page shows it. */
export interface RoundGrant {
  key: string
  place: string
  sessionId: string
  value: number
  unit: 'A' | 'W'
  reason: string
  boundBy: string | null
  /** What was sent for it in this round. */
  sent: 'lower' | 'raise' | 'renew' | null
}

/**
 * The grants of a recorded round. Rounds are kept as the engine of their time wrote them: what is not as expected is
 * left out, and the file has all of it.
 */
export function grantsOf(
  { outcome }: Pick<SteeringRoundDetail, 'outcome'>,
  chargers: SiteDetail['chargers'],
): RoundGrant[] {
  const identity = new Map(chargers.map((one) => [String(one.id), one.identity]))
  const sends = new Map(recordsOf(outcome.sends).map((send) => [send.key, send.kind]))
  return recordsOf(outcome.grants).flatMap(({ key, sessionId, value, unit, reason, boundBy }) => {
    if (typeof key !== 'string' || typeof value !== 'number' || (unit !== 'A' && unit !== 'W')) return []
    const [charger = '', evse = ''] = key.split('/')
    const sent = sends.get(key)
    return [
      {
        ...{ key, value, unit },
        place: `${identity.get(charger) ?? charger} / ${evse}`,
        sessionId: String(sessionId),
        reason: String(reason),
        boundBy: typeof boundBy === 'string' ? boundBy : null,
        sent: sent === 'lower' || sent === 'raise' || sent === 'renew' ? sent : null,
      },
    ]
  })
}

/** `Row A L2` of `c12/L2`, `BUS-7 / 1` of `7/1`, the circuit of a meter; what is not known any more is said as it stands. */
export function nameOfBinding(
  boundBy: string | null,
  { circuits, chargers }: Pick<SiteDetail, 'circuits' | 'chargers'>,
) {
  const [, kind, id, place] = /^(c|charger:?|meter|)(\d+)(?:\/(.+))?$/.exec(boundBy ?? '') ?? []
  if (kind === 'c') {
    const circuit = circuits.find((one) => one.id === Number(id))
    return circuit ? [circuit.name, place === 'W' ? '' : place].filter(Boolean).join(' ') : boundBy
  }
  if (kind === undefined) return boundBy
  if (kind === 'meter')
    return circuits.find((one) => one.meters.some((meter) => meter.id === Number(id)))?.name ?? boundBy
  const identity = chargers.find((one) => one.id === Number(id))?.identity
  if (identity === undefined) return boundBy
  return kind === '' && place !== undefined ? `${identity} / ${place}` : identity
}

function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null) : []
}

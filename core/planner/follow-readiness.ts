import type { Forecast, ReadinessState } from './readiness.ts'

/** What was last said of a vehicle's readiness. */
export type Readiness = {
  state: ReadinessState
  sinceS: number
  /** The departure for which an alarm was raised that it cannot be kept; null: none was. */
  alarmedForS: number | null
}

export type ReadinessStep = { readiness: Readiness; changed: boolean; alarm: boolean }

const leastStateS = 300

/**
 * What is said of a vehicle after a new forecast. A state stays for at least five minutes, so that a vehicle does not
 * swing (smart-charging 6.2); that it will be late is alarmed once per departure.
 */
export function followReadiness(
  former: Readiness | null,
  forecast: Pick<Forecast, 'state' | 'departsAtS'>,
  nowS: number,
): ReadinessStep {
  const mayChange = former === null || nowS - former.sinceS >= leastStateS
  const changed = mayChange && former?.state !== forecast.state
  const state = mayChange ? forecast.state : former.state
  const alarm = state === 'will be late' && former?.alarmedForS !== forecast.departsAtS
  return {
    readiness: {
      state,
      sinceS: changed ? nowS : (former?.sinceS ?? nowS),
      alarmedForS: alarm ? forecast.departsAtS : (former?.alarmedForS ?? null),
    },
    changed,
    alarm,
  }
}

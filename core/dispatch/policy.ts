export type PolicyName = 'laxity' | 'equal' | 'proportional' | 'first-come' | 'earliest-departure' | 'least-laxity'

/** How capacity is shared, and how calmly. */
export type Policy = {
  name: PolicyName
  /** For which time the rates are decided: Δ of smart-charging 5.2. */
  stepSeconds: number
  /** Whether line-to-line rows are shared by the group programme (smart-charging 5.4); else by level like all. */
  groupProgramme: boolean
  /** Facets of the polygon that is inscribed into a line-to-line row; at least 24. */
  facets: number
  /** Round to steps and minimums (steps 2 and 8); off only where a benchmark says so. */
  quantise: boolean
  /**
   * How much more a session with little laxity weighs in the group programme; and with how little it is pressed, so that
   * it comes before the minimums of others.
   */
  urgency: { alpha: number; tauH: number; pressedH: number }
  minimumOnSeconds: number
  minimumOffSeconds: number
  turnSeconds: number
}

export const usualPolicy: Policy = {
  name: 'laxity',
  stepSeconds: 300,
  groupProgramme: true,
  facets: 24,
  quantise: true,
  urgency: { alpha: 2, tauH: 2, pressedH: 0.5 },
  minimumOnSeconds: 300,
  minimumOffSeconds: 300,
  turnSeconds: 900,
}

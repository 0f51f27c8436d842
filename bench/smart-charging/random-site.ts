import type { Coefficient, Demand } from '#core/dispatch/demand.ts'
import { type Policy, type PolicyName, usualPolicy } from '#core/dispatch/policy.ts'
import type { Phase, Row } from '#core/dispatch/row.ts'

export type Site = { rows: Row[]; demands: Demand[]; policy: Policy }

/** Numbers from 0 to 1, the same on every machine. */
export function drawing(seed: number): () => number {
  let state = BigInt(seed)
  return () => {
    state = (6364136223846793005n * state + 1442695040888963407n) % 2n ** 64n
    return Number(state >> 32n) / 2 ** 32
  }
}

const phases: Phase[] = ['L1', 'L2', 'L3']

/** A tree of circuits, so many below each circuit of the level above, and sessions on its leaves, short of capacity. */
export function randomSite(draw: () => number, sessions: number, fanOut: readonly number[], policy: Policy): Site {
  const rows: Row[] = []
  let leaves: string[][] = [addCircuit(rows, [], 'site', 32 * sessions * (0.2 + 0.3 * draw()))]
  let below = 1
  for (const [depth, fan] of fanOut.entries()) {
    below *= fan
    leaves = leaves.flatMap((path, up) =>
      Array.from({ length: fan }, (_, down) => {
        const limit = ((32 * sessions) / below) * (0.3 + 0.7 * draw())
        return addCircuit(rows, path, `${depth}.${up}.${down}`, limit)
      }),
    )
  }
  const demands = Array.from({ length: sessions }, (_, index) => randomDemand(draw, index, leaves))
  return { rows, demands, policy }
}

function addCircuit(rows: Row[], path: string[], id: string, limit: number): string[] {
  for (const phase of phases) {
    const row: Row = {
      id: `${id} ${phase}`,
      circuitId: id,
      kind: 'current',
      phase,
      limit: Math.round(limit * 10) / 10,
      base: 0,
      reserved: 0,
      reason: 'phase_limit',
      boundBy: id,
    }
    rows.push(row)
  }
  return [...path, id]
}

function randomDemand(draw: () => number, index: number, leaves: readonly string[][]): Demand {
  const path = leaves[Math.floor(draw() * leaves.length)]!
  const used = draw() < 0.4 ? phases : [phases[Math.floor(draw() * 3)]!]
  const coeff: Coefficient[] = path.flatMap((id) => used.map((phase) => ({ row: `${id} ${phase}`, re: 1 })))
  const stateDrawn = draw()
  return {
    sessionId: `session-${String(index).padStart(5, '0')}`,
    evseId: `evse-${index}`,
    unit: 'A',
    klass: Math.floor(3 * draw() ** 3),
    laxityH: 12 * draw() - 1,
    lo: draw() < 0.1 ? 10 * draw() : 0,
    hi: 10 + 22 * draw(),
    full: 32,
    min: 6,
    step: draw() < 0.5 ? 1 : 0.1,
    coeff,
    hiReason: 'vehicle_limit',
    hiBoundBy: null,
    weight: 0.5 + draw(),
    arrivedAtS: Math.floor(36_000 * draw()),
    departsAtS: draw() < 0.2 ? null : 40_000 + Math.floor(36_000 * draw()),
    turn: { state: stateDrawn < 0.2 ? 'new' : stateDrawn < 0.7 ? 'on' : 'off', forS: Math.floor(1_800 * draw()) },
  }
}

const names: PolicyName[] = ['laxity', 'equal', 'proportional', 'first-come', 'earliest-departure', 'least-laxity']

export function randomPolicy(draw: () => number): Policy {
  return { ...usualPolicy, name: names[Math.floor(draw() * names.length)]!, quantise: draw() < 0.8 }
}

/** Panels with three line pairs each, behind one transformer (smart-charging 5.4). */
export function randomLineSite(draw: () => number, sessions: number, panels: number, policy: Policy): Site {
  const rows: Row[] = []
  const addLines = (id: string, limit: number) => {
    for (const line of ['A', 'B', 'C']) {
      const name = `${id} ${line}`
      rows.push({
        id: name,
        circuitId: id,
        kind: 'current',
        limit,
        base: 0,
        reserved: 0,
        reason: 'phase_limit',
        boundBy: id,
      })
    }
  }
  addLines('transformer', sessions * (3 + 8 * draw()))
  for (let panel = 0; panel < panels; panel++) addLines(`panel ${panel}`, (sessions / panels) * (5 + 12 * draw()))
  const demands = Array.from({ length: sessions }, (_, index) => {
    const pair = Math.floor(3 * draw())
    const panel = Math.floor(panels * draw())
    const coeff = ['transformer', `panel ${panel}`].flatMap((id) => lineCoefficients(id, pair))
    return { ...randomDemand(draw, index, [[]]), coeff }
  })
  return { rows, demands, policy }
}

/** A pair loads its first line with its current and its second with the same one backwards. */
function lineCoefficients(id: string, pair: number): Coefficient[] {
  const angle = ((30 - 120 * pair) * Math.PI) / 180
  const [re, im] = [Math.cos(angle), Math.sin(angle)]
  const lines = ['A', 'B', 'C']
  return [
    { row: `${id} ${lines[pair]}`, re, im },
    { row: `${id} ${lines[(pair + 1) % 3]}`, re: -re, im: -im },
  ]
}

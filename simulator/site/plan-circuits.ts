import type { PlannedCircuit, SiteOptions } from './site-plan.ts'

/**
 * The tree: a grid connection, feeders of alternating and of direct current, boards under each. Fuses are so small that
 * not everybody can charge at once, and so large that all can fall back while the building draws the most.
 */
export function planCircuits({ ac, dc }: Pick<SiteOptions, 'ac' | 'dc'>): PlannedCircuit[] {
  const acFeeders = ac > 20 ? 2 : 1
  const ofDc = dcFeeder(dc)
  const main = { name: 'main', parent: null, ratedA: Math.round(ac * 10.5) + ofDc[0]!.ratedA, hasMeter: true }
  return [
    { ...main, unmanagedA: [0.04 * main.ratedA, 0.33 * main.ratedA] },
    ...numbers(acFeeders).flatMap((number) => acFeeder(number, ac / acFeeders)),
    ...ofDc,
  ]
}

function acFeeder(number: number, chargers: number): PlannedCircuit[] {
  const name = `ac-${number}`
  const ratedA = Math.round(chargers * 10.5)
  const boards = chargers > 12 ? 3 : 2
  return [
    { name, parent: 'main', ratedA, hasMeter: true, unmanagedA: [0.03 * ratedA, ratedA / 3] },
    ...numbers(boards).map((board) => ({
      name: `${name}-${board}`,
      parent: name,
      ratedA: Math.round(Math.ceil(chargers / boards) * 10),
      hasMeter: false,
      unmanagedA: null,
    })),
  ]
}

function dcFeeder(chargers: number): PlannedCircuit[] {
  return [
    { name: 'dc', parent: 'main', ratedA: Math.max(160, chargers * 40), hasMeter: true, unmanagedA: null },
    ...numbers(2).map((board) => ({
      name: `dc-${board}`,
      parent: 'dc',
      ratedA: Math.max(125, Math.ceil(chargers / 2) * 50),
      hasMeter: false,
      unmanagedA: null,
    })),
  ]
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
